import { spec } from './openapi';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
}

interface Operation {
  readonly operationId: string;
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: Schema }>>;
  };
}

const operations = Object.values(spec.paths)
  .flatMap(path => Object.values(path) as unknown as Operation[])
  .filter(({ requestBody }) => requestBody);

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const schemas = spec.components.schemas as Record<string, unknown>;
  return name ? (schemas[name] as Schema) : schema;
}

/** Places of a schema where a field that nobody knows goes unnoticed. */
function open(given: Schema, place: string): string[] {
  const schema = resolved(given);
  const { properties, additionalProperties: rest, items } = schema;
  const isFixed = properties && rest === false;
  // A map has no fields of its own: its keys are the caller's.
  const isMap = !properties && Boolean(rest);
  const isObject = schema.type === 'object' || properties !== undefined;
  return [
    ...(isObject && !isFixed && !isMap ? [place] : []),
    ...Object.entries(properties ?? {}).flatMap(([name, part]) =>
      open(part, `${place}.${name}`),
    ),
    ...(typeof rest === 'object' ? open(rest, `${place}.*`) : []),
    ...(items ? open(items, `${place}[]`) : []),
    ...[
      ...(schema.allOf ?? []),
      ...(schema.anyOf ?? []),
      ...(schema.oneOf ?? []),
    ].flatMap(part => open(part, place)),
  ];
}

describe('what the API takes', () => {
  it.each(operations.map(operation => [operation.operationId, operation]))(
    '%s refuses fields that it does not know, at every depth of its body',
    (_id, operation) => {
      const { requestBody } = operation as Operation;
      expect(
        Object.values(requestBody!.content).flatMap(({ schema }) =>
          open(schema, 'body'),
        ),
      ).toEqual([]);
    },
  );

  it('is told when an object inside is left open', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        list: { items: { type: 'object', properties: {} } },
        map: { type: 'object', additionalProperties: true },
        half: { type: 'object', properties: {}, additionalProperties: true },
      },
      additionalProperties: false,
    };
    expect(open(schema, 'body')).toEqual(['body.list[]', 'body.half']);
  });
});
