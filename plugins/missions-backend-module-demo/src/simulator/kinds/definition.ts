import { isRecord, KubeObject } from '../object';
import { StatusCause } from '../status';
import { KindContext } from './resource';
import { invalidValue, required } from './validation';

/** Names of a CustomResourceDefinition. */
export function defaultDefinition(definition: KubeObject): void {
  const { spec } = definition;
  if (!isRecord(spec)) return;
  if (isRecord(spec.names) && typeof spec.names.kind === 'string') {
    spec.names.singular ??= spec.names.kind.toLowerCase();
    spec.names.listKind ??= `${spec.names.kind}List`;
  }
}

/** Before its names are accepted, a definition has an empty status. */
export function prepareDefinition(
  definition: KubeObject,
  { live }: KindContext,
): void {
  if (live) return;
  const versions: any[] = definition.spec?.versions ?? [];
  definition.status = {
    conditions: null,
    acceptedNames: { plural: '', kind: '' },
    storedVersions: versions
      .filter(({ storage }) => storage)
      .map(({ name }) => name),
  };
}

/** Structural schemas only, one storage version, and a name that fits. */
export function validateDefinition(definition: KubeObject): StatusCause[] {
  const spec = definition.spec ?? {};
  const causes: StatusCause[] = [];
  const expected = `${spec.names?.plural}.${spec.group}`;
  if (definition.metadata.name !== expected) {
    causes.push(
      invalidValue(
        'metadata.name',
        definition.metadata.name,
        'must be spec.names.plural+"."+spec.group',
      ),
    );
  }
  const versions: any[] = spec.versions ?? [];
  if (versions.filter(version => version.storage).length !== 1) {
    causes.push(
      invalidValue(
        'spec.versions',
        versions.map(({ name }) => name),
        'must have exactly one version marked as storage version',
      ),
    );
  }
  versions.forEach((version, i) => {
    const schema = version.schema?.openAPIV3Schema;
    const at = `spec.versions[${i}].schema.openAPIV3Schema`;
    if (!schema) causes.push(required(at, 'schemas are required'));
    else causes.push(...notStructural(schema, at));
  });
  return causes;
}

function notStructural(schema: Record<string, any>, at: string): StatusCause[] {
  const free =
    schema['x-kubernetes-int-or-string'] ||
    schema['x-kubernetes-preserve-unknown-fields'];
  const causes: StatusCause[] = [];
  if (!schema.type && !free)
    causes.push(
      required(`${at}.type`, 'must not be empty for specified object fields'),
    );
  for (const [name, child] of Object.entries(schema.properties ?? {})) {
    if (isRecord(child))
      causes.push(...notStructural(child, `${at}.properties[${name}]`));
  }
  if (isRecord(schema.items))
    causes.push(...notStructural(schema.items, `${at}.items`));
  return causes;
}
