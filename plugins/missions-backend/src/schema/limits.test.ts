import { spec } from './openapi';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly items?: Schema;
  readonly maxLength?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
}

interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly { name: string; schema: Schema }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { schema: Schema }>>;
  };
}

const operations = Object.values(spec.paths).flatMap(
  path => Object.values(path) as unknown as Operation[],
);

function resolved(schema: Schema): Schema {
  const name = schema.$ref?.split('/').at(-1);
  const schemas = spec.components.schemas as Record<string, unknown>;
  return name ? (schemas[name] as Schema) : schema;
}

/** Places of a schema that take as much as somebody sends. */
function unbounded(given: Schema, place: string): string[] {
  const schema = resolved(given);
  const inside = [
    ...Object.entries(schema.properties ?? {}).flatMap(([name, part]) =>
      unbounded(part, `${place}.${name}`),
    ),
    ...(typeof schema.additionalProperties === 'object'
      ? unbounded(schema.additionalProperties, `${place}.*`)
      : []),
    ...(schema.items ? unbounded(schema.items, `${place}[]`) : []),
  ];
  return [...missing(schema).map(limit => `${place}: ${limit}`), ...inside];
}

function missing({ type, ...schema }: Schema): string[] {
  switch (type) {
    case 'string':
      return schema.enum || schema.maxLength ? [] : ['maxLength'];
    case 'array':
      return schema.maxItems ? [] : ['maxItems'];
    case 'integer':
    case 'number':
      return (['minimum', 'maximum'] as const).filter(
        limit => schema[limit] === undefined,
      );
    default:
      return [];
  }
}

describe('what the API takes', () => {
  it.each(operations.map(operation => [operation.operationId, operation]))(
    '%s bounds every text, list and number of its request',
    (_id, operation) => {
      const { parameters = [], requestBody } = operation as Operation;
      const bodies = Object.values(requestBody?.content ?? {});
      expect([
        ...parameters.flatMap(each => unbounded(each.schema, each.name)),
        ...bodies.flatMap(each => unbounded(each.schema, 'body')),
      ]).toEqual([]);
    },
  );

  it('is told when a limit is left out', () => {
    const schema: Schema = {
      type: 'object',
      properties: {
        names: { type: 'array', items: { type: 'string' } },
        count: { type: 'integer', minimum: 0 },
        kind: { type: 'string', enum: ['a'] },
      },
    };
    expect(unbounded(schema, 'body')).toEqual([
      'body.names: maxItems',
      'body.names[]: maxLength',
      'body.count: maximum',
    ]);
  });
});
