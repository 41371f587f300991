import { spec } from '../schema/openapi';

/** A JSON Schema as openapi.yaml has it. */
export interface Schema {
  readonly $ref?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

interface Operation {
  readonly parameters?: readonly {
    readonly in: string;
    readonly name: string;
  }[];
  readonly requestBody?: {
    readonly content: Readonly<Record<string, { readonly schema: Schema }>>;
  };
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'] as const;

/** Paths of openapi.yaml with what fits them; fixed parts before variable ones. */
const paths = Object.entries(
  spec.paths as Readonly<Record<string, Readonly<Record<string, Operation>>>>,
)
  .map(([path, operations]) => ({
    pattern: new RegExp(
      `^${path.replace(/\./g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}/?$`,
    ),
    variables: path.split('{').length,
    operations,
  }))
  .sort((a, b) => a.variables - b.variables);

function operationsOf(path: string) {
  return paths.find(({ pattern }) => pattern.test(path))?.operations;
}

/** Methods that the API has at a path, in upper case; none for an unknown path. */
export function methodsOf(path: string): string[] {
  const operations = operationsOf(path) ?? {};
  return METHODS.filter(method => method in operations).map(method =>
    method.toUpperCase(),
  );
}

/** Names of the query parameters that the API takes at a path. */
export function queryNamesOf(options: {
  method: string;
  path: string;
}): string[] {
  const operation = operationsOf(options.path)?.[options.method.toLowerCase()];
  return (operation?.parameters ?? [])
    .filter(parameter => parameter.in === 'query')
    .map(parameter => parameter.name);
}

/**
 * The schema of a body, or of a part of it by its pointer such as `/targets/0`;
 * undefined where the API takes no body or knows no such part.
 */
export function bodySchemaOf(options: {
  method: string;
  path: string;
  pointer: string;
}): Schema | undefined {
  const operation = operationsOf(options.path)?.[options.method.toLowerCase()]
    ?.requestBody;
  return options.pointer
    .split('/')
    .slice(1)
    .reduce<Schema | undefined>(
      (schema, part) => resolved(schema?.properties?.[part] ?? schema?.items),
      resolved(operation?.content['application/json']?.schema),
    );
}

function resolved(schema: Schema | undefined): Schema | undefined {
  const name = schema?.$ref?.split('/').at(-1);
  const schemas = spec.components.schemas as Readonly<Record<string, Schema>>;
  return name ? schemas[name] : schema;
}
