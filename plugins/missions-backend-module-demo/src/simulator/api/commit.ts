import { findImmutable, IMMUTABLE } from '../kinds/immutable';
import { kindId, Resource, resourceId } from '../kinds/resource';
import { invalidValue, validateMeta } from '../kinds/validation';
import { clone, KubeObject, sameJson } from '../object';
import { admit, validateAdmission } from '../admission/chain';
import { normaliseBuiltin } from '../schema/complete';
import { childNode } from '../schema/node';
import { alreadyExists, ApiError, invalid, StatusCause } from '../status';
import { newUid } from '../storage';
import { assertNamespaceOpen } from './namespace';
import { WriteOptions } from './options';

/** Stores a new object: server metadata, allocations, admission, validation. Ownership is settled before. */
export function commitCreate(
  object: KubeObject,
  resource: Resource,
  options: WriteOptions,
): KubeObject {
  const { cluster, dryRun } = options;
  const { metadata } = object;
  assertNamespaceOpen(object, resource, options);
  metadata.uid = newUid();
  metadata.creationTimestamp = cluster.timestamp();
  delete metadata.resourceVersion;
  delete metadata.deletionTimestamp;
  delete metadata.deletionGracePeriodSeconds;
  delete metadata.selfLink;
  if (resource.generationOf) metadata.generation = 1;
  else delete metadata.generation;
  if (resource.finalizer) {
    metadata.finalizers = [
      ...new Set([...(metadata.finalizers ?? []), resource.finalizer]),
    ];
  }
  setFirstStatus(object, resource);
  admit({ object, resource, operation: 'CREATE', options });
  prepareAndValidate(object, undefined, resource, options);
  validateAdmission({ object, resource, operation: 'CREATE', options });
  const key = {
    resource: resourceId(resource),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
  if (cluster.storage.get(key))
    throw alreadyExists({ ...resource, name: metadata.name });
  return dryRun ? object : clone(cluster.storage.put(key.resource, object));
}

/** Stores a changed object; a change of nothing is no write. */
export function commitUpdate(
  object: KubeObject,
  live: KubeObject,
  resource: Resource,
  options: WriteOptions,
): KubeObject {
  const { cluster, dryRun } = options;
  const { metadata } = object;
  if (metadata.uid && metadata.uid !== live.metadata.uid) {
    throw changedUid({ ...resource, name: metadata.name }, metadata.uid);
  }
  keepServerMetadata(object, live);
  if (!options.subresource)
    admit({ object, live, resource, operation: 'UPDATE', options });
  if (options.subresource !== 'status')
    prepareAndValidate(object, live, resource, options);
  if (resource.generationOf) {
    const changed = !sameJson(
      resource.generationOf(object),
      resource.generationOf(live),
    );
    metadata.generation = (live.metadata.generation ?? 0) + (changed ? 1 : 0);
  }
  if (!options.subresource)
    validateAdmission({ object, live, resource, operation: 'UPDATE', options });
  if (sameJson(object, live)) return clone(live);
  const key = {
    resource: resourceId(resource),
    namespace: metadata.namespace ?? '',
    name: metadata.name,
  };
  const gone =
    metadata.deletionTimestamp &&
    !metadata.finalizers?.length &&
    isCollectable(object);
  if (dryRun) return object;
  const stored = clone(cluster.storage.put(key.resource, object));
  if (gone) cluster.storage.remove(key);
  return stored;
}

/** 422 for another uid; the API server finds it in two places and says so twice. */
export function changedUid(
  subject: { group: string; kind: string; name?: string },
  uid: string,
): ApiError {
  const cause = invalidValue('metadata.uid', uid, 'field is immutable');
  return invalid(subject, [cause, cause]);
}

/** A terminating namespace or running pod outlives its last finalizer. */
export function isCollectable(object: KubeObject): boolean {
  if (object.kind === 'Namespace') return !object.spec?.finalizers?.length;
  return !(object.metadata.deletionGracePeriodSeconds! > 0);
}

/** A new object's status is Go's zero value; a Node may bring its own. */
function setFirstStatus(object: KubeObject, resource: Resource): void {
  if (!resource.hasStatus || resource.custom) return;
  const node = childNode(resource.schema, 'status');
  if (node) object.status = normaliseBuiltin(object.status ?? {}, node);
}

function prepareAndValidate(
  object: KubeObject,
  live: KubeObject | undefined,
  resource: Resource,
  { cluster }: WriteOptions,
): void {
  const context = {
    live,
    now: cluster.timestamp(),
    allocate: (range: 'clusterIP' | 'nodePort') => cluster.allocate(range),
  };
  resource.prepare?.(object, context);
  const causes = [
    ...validateMeta(object),
    ...(resource.validate?.(object, context) ?? []),
    ...immutableProblems(object, live, resource),
  ];
  if (causes.length > 0)
    throw invalid({ ...resource, name: object.metadata.name }, causes);
}

function immutableProblems(
  object: KubeObject,
  live: KubeObject | undefined,
  resource: Resource,
): StatusCause[] {
  const rules = resource.custom ? undefined : IMMUTABLE[kindId(resource)];
  if (!live || !rules) return [];
  return findImmutable(object, live, rules, resource.mayChange?.(live));
}

function keepServerMetadata(object: KubeObject, live: KubeObject): void {
  const { metadata } = object;
  for (const field of [
    'uid',
    'creationTimestamp',
    'generation',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
    'resourceVersion',
    'namespace',
  ]) {
    if (live.metadata[field] === undefined) delete metadata[field];
    else metadata[field] = live.metadata[field];
  }
  delete metadata.selfLink;
}
