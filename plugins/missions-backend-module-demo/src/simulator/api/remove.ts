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
  checkPreconditions(live, deletion, subject);
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
  subject: { group: string; plural: string; name: string },
): void {
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid && uid !== live.metadata.uid) {
    throw conflict(
      subject,
      `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${live.metadata.uid}`,
    );
  }
  if (resourceVersion && resourceVersion !== live.metadata.resourceVersion) {
    throw conflict(
      subject,
      `Precondition failed: ResourceVersion in precondition: ${resourceVersion}, ResourceVersion in object meta: ${live.metadata.resourceVersion}`,
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
  metadata.deletionGracePeriodSeconds = grace;
  if (metadata.generation !== undefined) metadata.generation += 1;
  const finalizers = new Set(metadata.finalizers ?? []);
  if (deletion.propagationPolicy === 'Foreground')
    finalizers.add('foregroundDeletion');
  if (deletion.propagationPolicy === 'Orphan') finalizers.add('orphan');
  if (finalizers.size > 0) metadata.finalizers = [...finalizers];
  if (object.kind === 'Namespace')
    object.status = { ...object.status, phase: 'Terminating' };
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
