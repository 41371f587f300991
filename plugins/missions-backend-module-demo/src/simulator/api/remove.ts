import { Resource, resourceId } from '../kinds/resource';
import { clone, isRecord, KubeObject } from '../object';
import { conflict, notFound, Status } from '../status';
import { isCollectable } from './commit';
import { WriteOptions } from './options';

/** The body or the query of a DELETE. */
export interface DeleteOptions {
  gracePeriodSeconds?: number;
  propagationPolicy?: 'Background' | 'Foreground' | 'Orphan';
  preconditions?: { uid?: string; resourceVersion?: string };
}

const POD_GRACE_SECONDS = 30;
const DEFINITION_FINALIZER = 'customresourcecleanup.apiextensions.k8s.io';

/**
 * DELETE: removes an object, or marks it as terminating while finalizers or a
 * grace period hold it. Answers a Status in the first case, the object in the
 * second, as a real server does.
 */
export function deleteObject(
  resource: Resource,
  key: { namespace: string; name: string },
  deletion: DeleteOptions,
  options: WriteOptions,
): KubeObject | Status {
  const { cluster, dryRun } = options;
  const id = resourceId(resource);
  const live = cluster.get(id, key.namespace, key.name);
  const subject = { ...resource, name: key.name };
  if (!live) throw notFound(subject);
  checkPreconditions(live, deletion, resource);
  const object = clone(live);
  const { metadata } = object;
  if (!metadata.deletionTimestamp) markTerminating(object, deletion, options);
  else shortenGrace(object, deletion);
  if (!metadata.finalizers?.length && isCollectable(object)) {
    if (!dryRun) cluster.storage.remove({ resource: id, ...key });
    if (object.kind === 'Pod') return object;
    return success(resource, object);
  }
  if (JSON.stringify(object) !== JSON.stringify(live) && !dryRun) {
    return clone(cluster.storage.put(id, object));
  }
  return object;
}

/** Reads DeleteOptions from a body; anything else is ignored. */
export function readDeleteOptions(body: unknown): DeleteOptions {
  if (!isRecord(body)) return {};
  return {
    gracePeriodSeconds:
      typeof body.gracePeriodSeconds === 'number'
        ? body.gracePeriodSeconds
        : undefined,
    propagationPolicy: body.propagationPolicy,
    preconditions: isRecord(body.preconditions)
      ? body.preconditions
      : undefined,
  };
}

function checkPreconditions(
  live: KubeObject,
  { preconditions }: DeleteOptions,
  resource: Resource,
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  const { name } = live.metadata;
  const subject = { group: resource.group, plural: resource.kind, name };
  if (uid && uid !== live.metadata.uid) {
    throw conflict(
      subject,
      `the UID in the precondition (${uid}) does not match the UID in record (${live.metadata.uid}). The object might have been deleted and then recreated`,
    );
  }
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion) {
    throw conflict(
      subject,
      `the ResourceVersion in the precondition (${resourceVersion}) does not match the ResourceVersion in record (${live.metadata.resourceVersion}). The object might have been modified`,
    );
  }
}

function markTerminating(
  object: KubeObject,
  deletion: DeleteOptions,
  { cluster }: WriteOptions,
): void {
  const { metadata } = object;
  const grace = graceOf(object, deletion);
  metadata.deletionTimestamp = new Date(
    cluster.clock.now().getTime() + grace * 1000,
  )
    .toISOString()
    .replace(/\.\d+Z$/, 'Z');
  if (object.kind === 'CustomResourceDefinition') {
    terminateDefinition(object, cluster.timestamp());
    return;
  }
  if (object.kind === 'Namespace') {
    object.status = { ...object.status, phase: 'Terminating' };
    return;
  }
  metadata.deletionGracePeriodSeconds = grace;
  if (metadata.generation !== undefined) metadata.generation += 1;
  const finalizers = new Set(metadata.finalizers ?? []);
  if (deletion.propagationPolicy === 'Foreground')
    finalizers.add('foregroundDeletion');
  if (deletion.propagationPolicy === 'Orphan') finalizers.add('orphan');
  if (finalizers.size > 0) metadata.finalizers = [...finalizers];
}

/** A definition goes once its objects are gone; it says so at once. */
function terminateDefinition(object: KubeObject, now: string): void {
  const { metadata } = object;
  metadata.finalizers = [
    ...new Set([...(metadata.finalizers ?? []), DEFINITION_FINALIZER]),
  ];
  object.status ??= {};
  object.status.conditions = [
    ...(object.status.conditions ?? []),
    {
      type: 'Terminating',
      status: 'True',
      lastTransitionTime: now,
      reason: 'InstanceDeletionPending',
      message:
        'CustomResourceDefinition marked for deletion; CustomResource deletion will begin soon',
    },
  ];
}

function shortenGrace(object: KubeObject, deletion: DeleteOptions): void {
  const { metadata } = object;
  if (deletion.gracePeriodSeconds === undefined) return;
  metadata.deletionGracePeriodSeconds = Math.min(
    metadata.deletionGracePeriodSeconds ?? 0,
    deletion.gracePeriodSeconds,
  );
}

/** Only pods that run somewhere are given time to stop. */
function graceOf(
  object: KubeObject,
  { gracePeriodSeconds }: DeleteOptions,
): number {
  if (object.kind !== 'Pod' || !object.spec?.nodeName) return 0;
  const phase = object.status?.phase;
  if (phase === 'Succeeded' || phase === 'Failed') return 0;
  return (
    gracePeriodSeconds ??
    object.spec.terminationGracePeriodSeconds ??
    POD_GRACE_SECONDS
  );
}

function success(resource: Resource, object: KubeObject): Status {
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name: object.metadata.name,
      ...(resource.group ? { group: resource.group } : {}),
      kind: resource.plural,
      uid: object.metadata.uid,
    },
  };
}
