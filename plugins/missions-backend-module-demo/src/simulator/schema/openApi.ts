import { SchemaField, SchemaNode, SchemaRules, UNTYPED } from './node';

/** An OpenAPI v3 schema with Kubernetes' extensions, as parsed JSON. */
export interface OpenApiSchema {
  $ref?: string;
  type?: string;
  format?: string;
  oneOf?: OpenApiSchema[];
  properties?: Record<string, OpenApiSchema>;
  additionalProperties?: boolean | OpenApiSchema;
  items?: OpenApiSchema;
  required?: string[];
  default?: unknown;
  [keyword: string]: any;
}

const QUANTITY = '#io.k8s.apimachinery.pkg.api.resource.Quantity';
const INT_OR_STRING = '#io.k8s.apimachinery.pkg.util.intstr.IntOrString';
/** What a controller keeps in an object as it likes: one field, whatever is in it. */
const RAW = '#io.k8s.apimachinery.pkg.runtime.RawExtension';
const RULES = [
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'minItems',
  'maxItems',
  'nullable',
] as const;

/**
 * Reads an OpenAPI schema as a SchemaNode. References are resolved by
 * `resolve`; children are read when they are asked for, since types recur.
 */
export function readOpenApi(
  schema: OpenApiSchema,
  resolve: (ref: string) => SchemaNode,
): SchemaNode {
  if (schema.$ref === QUANTITY)
    return { kind: 'scalar', scalar: 'quantity', rules: {} };
  if (schema.$ref === INT_OR_STRING)
    return { kind: 'scalar', scalar: 'intOrString', rules: {} };
  if (schema.$ref === RAW) {
    return {
      kind: 'map',
      atomic: true,
      fields: new Map(),
      element: () => UNTYPED,
      required: [],
      rules: {},
    };
  }
  if (schema.$ref) return resolve(schema.$ref);
  const rules = readRules(schema);
  if (
    schema['x-kubernetes-int-or-string'] ||
    schema.format === 'int-or-string'
  ) {
    return { kind: 'scalar', scalar: 'intOrString', rules };
  }
  switch (schema.type) {
    case 'string':
    case 'integer':
    case 'number':
    case 'boolean':
      return { kind: 'scalar', scalar: schema.type, rules };
    case 'array': {
      const listType = schema['x-kubernetes-list-type'] ?? 'atomic';
      const element = lazy(() => readOpenApi(schema.items ?? {}, resolve));
      return {
        kind: 'list',
        listType,
        keys: schema['x-kubernetes-list-map-keys'] ?? [],
        element,
        rules,
      };
    }
    case 'object':
      return readObject(schema, rules, resolve);
    default:
      return schema.properties
        ? readObject(schema, rules, resolve)
        : { ...UNTYPED, rules };
  }
}

function readObject(
  schema: OpenApiSchema,
  rules: SchemaRules,
  resolve: (ref: string) => SchemaNode,
): SchemaNode {
  const open = schema['x-kubernetes-preserve-unknown-fields'] === true;
  const additional = schema.additionalProperties;
  const fields = new Map<string, SchemaField>();
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    fields.set(name, {
      node: lazy(() => readOpenApi(child, resolve)),
      default: child.default,
      mergeKey: child['x-kubernetes-patch-merge-key'],
      patchStrategy: child['x-kubernetes-patch-strategy'],
    });
  }
  let element: (() => SchemaNode) | undefined;
  if (typeof additional === 'object')
    element = lazy(() => readOpenApi(additional, resolve));
  else if (additional === true || open) element = () => UNTYPED;
  return {
    kind: 'map',
    atomic: schema['x-kubernetes-map-type'] === 'atomic',
    fields,
    element,
    required: schema.required ?? [],
    rules,
  };
}

function readRules(schema: OpenApiSchema): SchemaRules {
  const rules: Record<string, unknown> = {};
  for (const key of RULES)
    if (schema[key] !== undefined) rules[key] = schema[key];
  return rules;
}

function lazy<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => {
    made ??= make();
    return made;
  };
}
