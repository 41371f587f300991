import recordedJson from './generated/recorded.json';
import { SchemaNode, UNTYPED } from './node';
import { OpenApiSchema, readOpenApi } from './openApi';

const recorded = recordedJson as unknown as {
  kinds: Record<string, string>;
  types: Record<string, OpenApiSchema>;
};
const OBJECT_META = 'io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta';
const nodes = new Map<string, SchemaNode>();

/** The type of a built-in kind, as recorded from the OpenAPI of Kubernetes 1.36. */
export function builtinSchema(
  group: string,
  version: string,
  kind: string,
): SchemaNode {
  const name = recorded.kinds[`${group}/${version}/${kind}`];
  if (!name)
    throw new Error(`no recorded schema for ${group}/${version} ${kind}`);
  return namedType(name);
}

/** The type of `metadata`. */
export function objectMetaSchema(): SchemaNode {
  return namedType(OBJECT_META);
}

/** The recorded OpenAPI name and document of a kind, to answer /openapi/v3. */
export function openApiOf(group: string, version: string, kind: string) {
  const name = recorded.kinds[`${group}/${version}/${kind}`];
  return name ? { name, types: recorded.types } : undefined;
}

function namedType(name: string): SchemaNode {
  const known = nodes.get(name);
  if (known) return known;
  const schema = recorded.types[name];
  const open =
    !schema ||
    (schema.type === 'object' &&
      !schema.properties &&
      !schema.additionalProperties);
  const read = open
    ? UNTYPED
    : readOpenApi(schema, ref => namedType(ref.slice(1)));
  const node = read.kind === 'map' ? { ...read, typeName: name } : read;
  nodes.set(name, node);
  return node;
}
