import fc, { type Arbitrary } from 'fast-check';
import { spec } from '../schema/openapi';

/** A request of the API, as far as openapi.yaml says what it is made of. */
export interface ApiRequest {
  /** As openapi.yaml names it. */
  readonly operation: string;
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, or what only looks like it. */
  readonly body?: string;
}

/** Values that mean something to the portal under test, by the name of a field. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minItems?: number;
  readonly items?: Schema;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
}

interface Parameter {
  readonly in: string;
  readonly name: string;
  readonly required?: boolean;
  readonly schema: Schema;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

/** A value of a query that is left out, of a path that is a text. */
type Parts = readonly (readonly [Parameter, string | undefined])[];

const schemas = spec.components.schemas as unknown as Readonly<
  Record<string, Schema>
>;
const METHODS = ['get', 'post', 'put', 'patch', 'delete'];

/** Texts that broke other programs. */
const nastyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.constantFrom(
    ...['', ' ', '\u0000', '\ud800', '\u202e', '%00', '%', '../../etc/passwd'],
    ...[
      "'; DROP TABLE runs; --",
      '${{ 1 }}',
      '{{constructor}}',
      '-',
      '.',
      '..',
    ],
    ...[
      '__proto__',
      'constructor',
      'null',
      'undefined',
      'NaN',
      '[object Object]',
    ],
    ...['-1', '0', '1e309', '2147483648', '9007199254740993', '0x10', '1.5'],
    ...['2026-02-30T25:61:61Z', '-000001-01-01T00:00:00Z', 'user:default/x'],
    ...['<script>', '\r\nX-Injected: 1', 'a'.repeat(5_000), '😀'.repeat(300)],
    ...['(a+)+$', '[', '*', '%_', '\\', '"', "'"],
  ),
);

/** JSON that nobody asked for. */
const nastyValue: Arbitrary<unknown> = fc.oneof(
  { arbitrary: nastyText, weight: 3 },
  fc.constantFrom<unknown>(
    ...[null, true, 0, -1, 1.5, 1e308, 2 ** 53, 2 ** 31, [], {}, [[]], [null]],
    JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":1}}'),
    JSON.parse(`${'['.repeat(60)}${']'.repeat(60)}`),
    Array.from({ length: 1_100 }, () => 'a'),
    Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, i])),
  ),
  fc.jsonValue({ maxDepth: 3 }),
);

/** Requests of every operation: some valid, some with one flaw, some with many. */
export function apiRequests(known: KnownValues): Arbitrary<ApiRequest> {
  const operations = Object.entries(
    spec.paths as unknown as Record<string, Record<string, Operation>>,
  ).flatMap(([path, byMethod]) =>
    METHODS.flatMap(method =>
      byMethod[method] ? [{ path, method, ...byMethod[method] }] : [],
    ),
  );
  return fc
    .constantFrom(...operations)
    .chain(operation => requestOf(operation, known));
}

function requestOf(
  operation: Operation & { path: string; method: string },
  known: KnownValues,
): Arbitrary<ApiRequest> {
  const { path, method, operationId, parameters = [], requestBody } = operation;
  const schema = requestBody?.content['application/json'].schema;
  const parts = fc.tuple(
    ...parameters.map(parameter =>
      fc
        .oneof(
          { arbitrary: parameterText(parameter, known), weight: 6 },
          nastyText,
        )
        .chain(text =>
          fc.constantFrom(
            ...(parameter.in === 'path' ? [text] : [text, undefined]),
          ),
        )
        .map(text => [parameter, text] as const),
    ),
  ) as Arbitrary<Parts>;
  const body = schema ? bodyOf(schema, known) : fc.constant(undefined);
  return fc.tuple(parts, body).map(([values, sent]) => {
    const of = (place: string) =>
      values.flatMap(([parameter, text]) =>
        parameter.in === place && text !== undefined
          ? [[parameter.name, text] as const]
          : [],
      );
    const query = of('query').map(pair => pair.map(encoded).join('='));
    const filled = of('path').reduce(
      (text, [name, value]) => text.replace(`{${name}}`, encoded(value) || '-'),
      path,
    );
    return {
      operation: operationId,
      method,
      path: `${filled}${query.length ? `?${query.join('&')}` : ''}`,
      headers: {
        ...Object.fromEntries(
          of('header').map(([name, value]) => [name, headerText(value)]),
        ),
        ...(sent !== undefined && { 'Content-Type': 'application/json' }),
      },
      ...(sent !== undefined && { body: sent }),
    };
  });
}

function parameterText(
  { name, schema }: Parameter,
  known: KnownValues,
): Arbitrary<string> {
  const of = resolved(schema);
  return valueOf(of.type === 'array' ? of.items! : of, known, name).map(String);
}

/** JSON of a body: as the schema has it, with flaws, or cut off. */
function bodyOf(schema: Schema, known: KnownValues): Arbitrary<string> {
  const valid = valueOf(schema, known, '').map(value => JSON.stringify(value));
  const flawed = fc
    .tuple(valueOf(schema, known, ''), fc.nat(), nastyValue)
    .map(([value, at, flaw]) => JSON.stringify(withFlaw(value, at, flaw)));
  const cut = fc
    .tuple(valid, fc.nat())
    .map(([text, at]) => text.slice(0, at % (text.length + 1)));
  return fc.oneof(
    { arbitrary: valid, weight: 4 },
    { arbitrary: flawed, weight: 5 },
    nastyValue.map(value => JSON.stringify(value)),
    cut,
  );
}

/** A copy with something else at one of its places, or beside its fields. */
function withFlaw(root: unknown, at: number, flaw: unknown): unknown {
  const places: { holder: any; key: string }[] = [];
  const copy = { root: JSON.parse(JSON.stringify(root ?? {})) };
  const collect = (holder: any) => {
    for (const [key, value] of Object.entries(holder)) {
      places.push({ holder, key });
      if (typeof value === 'object' && value !== null) {
        collect(value);
      }
    }
    if (!Array.isArray(holder) && holder !== copy) {
      places.push({ holder, key: 'colour' });
    }
  };
  collect(copy);
  const { holder, key } = places[at % places.length];
  holder[key] = flaw;
  return copy.root;
}

function valueOf(
  given: Schema,
  known: KnownValues,
  name: string,
): Arbitrary<unknown> {
  const schema = resolved(given);
  switch (schema.type) {
    case 'object':
      return objectOf(schema, known);
    case 'array':
      return fc.array(valueOf(schema.items!, known, name), {
        minLength: schema.minItems,
        maxLength: 3,
      });
    case 'boolean':
      return fc.boolean();
    case 'integer':
    case 'number':
      return fc.integer({ min: schema.minimum, max: schema.maximum });
    default:
      return textOf(schema, known[name]);
  }
}

function textOf(
  { enum: values, minLength = 0, maxLength = 40 }: Schema,
  known: readonly string[] | undefined,
): Arbitrary<string> {
  if (values) {
    return fc.constantFrom(...values);
  }
  const any = fc.string({ minLength, maxLength: Math.min(maxLength, 40) });
  return known
    ? fc.oneof({ arbitrary: fc.constantFrom(...known), weight: 5 }, any)
    : any;
}

function objectOf(schema: Schema, known: KnownValues): Arbitrary<unknown> {
  const { properties = {}, required = [] } = schema;
  const fields = Object.fromEntries(
    Object.entries(properties).map(([key, value]) => [
      key,
      valueOf(value, known, key),
    ]),
  );
  return Object.keys(fields).length > 0
    ? fc.record(fields, { requiredKeys: [...required] })
    : fc.dictionary(
        fc.constantFrom('suffix', 'colour', '__proto__', 'a.b', ''),
        nastyValue,
        { maxKeys: 2 },
      );
}

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  return name ? schemas[name] : schema;
}

/** Halves of characters, which cannot be encoded, go as they came in a broken address. */
function encoded(text: string): string {
  return /\p{Cs}/u.test(text) ? '%ED%A0%80' : encodeURIComponent(text);
}

/** What Node's client lets into a header. */
function headerText(text: string): string {
  return text.replace(/[^\t\x20-\x7e\x80-\xff]/g, '?');
}
