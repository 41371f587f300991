import { KubeObject } from '../object';
import { SchemaNode, UNTYPED } from '../schema/node';
import { OpenApiSchema, readOpenApi } from '../schema/openApi';
import { objectMetaSchema } from '../schema/recorded';
import { Resource } from './resource';
import { schemaProblems } from './schemaRules';

const STRING: SchemaNode = { kind: 'scalar', scalar: 'string', rules: {} };

/** The resources that a CustomResourceDefinition adds: one for each served version. */
export function customResources(definition: KubeObject): Resource[] {
  const { spec } = definition;
  return (spec.versions as any[])
    .filter(version => version.served)
    .map(version => {
      const schema = customSchema(version.schema?.openAPIV3Schema ?? {});
      const hasStatus = version.subresources?.status !== undefined;
      return {
        group: spec.group,
        version: version.name,
        kind: spec.names.kind,
        plural: spec.names.plural,
        singular: spec.names.singular ?? spec.names.kind.toLowerCase(),
        shortNames: spec.names.shortNames ?? [],
        categories: spec.names.categories ?? [],
        namespaced: spec.scope === 'Namespaced',
        schema,
        hasStatus,
        hasScale: false,
        generationOf: (object: KubeObject) => withoutMeta(object, hasStatus),
        zero: {},
        validate: (object: KubeObject) => schemaProblems(object, schema),
        custom: true,
      };
    });
}

function customSchema(openApi: OpenApiSchema): SchemaNode {
  const root = readOpenApi({ ...openApi, type: 'object' }, () => UNTYPED);
  if (root.kind !== 'map') return root;
  const fields = new Map(root.fields);
  fields.set('apiVersion', { node: () => STRING });
  fields.set('kind', { node: () => STRING });
  fields.set('metadata', { node: objectMetaSchema });
  return { ...root, fields };
}

function withoutMeta(object: KubeObject, hasStatus: boolean): unknown {
  const { metadata: _, ...rest } = object;
  return hasStatus ? { ...rest, status: undefined } : rest;
}
