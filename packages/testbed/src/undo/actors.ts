import type {
  ClusterClient,
  ClusterRequest,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';

import type { Act, Slot } from './Case';
import { FINALIZER, type Part } from './kinds';
import { changedField, label, type Place } from './Place';

/** Whoever changes things beside a run. */
export const SOMEBODY = 'somebody';
/** Whoever takes fields over by server-side apply. */
export const TAKER = 'taker';

const SERVE_MS = 20_000;

/** Makes an object that is there before the run. */
export async function makeBefore(
  cluster: ClusterClient,
  place: Place,
  slot: Slot,
): Promise<void> {
  const body = place.objectOf(slot, 0);
  await cluster.request(
    slot.before === 'Apply'
      ? {
          method: 'PATCH',
          path: place.pathOf(slot),
          query: { fieldManager: 'alice' },
          contentType: 'application/apply-patch+yaml',
          body,
        }
      : {
          method: 'POST',
          path: place.listOf(slot),
          query: { fieldManager: 'kubectl-create' },
          body,
        },
  );
  if (slot.kind.status) {
    await cluster.request({
      method: 'PATCH',
      path: `${place.pathOf(slot)}/status`,
      query: { fieldManager: 'controller' },
      contentType: 'application/merge-patch+json',
      body: slot.kind.status,
    });
  }
}

/** What somebody else does to the object of a slot that is there, as one request; undefined: more than one. */
export function requestOf(
  act: Act,
  place: Place,
  slot: Slot,
  options: {
    /** The value that the object has in the field that the run changes. */
    value: 0 | 1;
    /** Of the object that an owner is given by. */
    ownerUid: string;
  },
): ClusterRequest | undefined {
  const merge = (body: Part): ClusterRequest => ({
    method: 'PATCH',
    path: place.pathOf(slot),
    query: { fieldManager: SOMEBODY },
    contentType: 'application/merge-patch+json',
    body,
  });
  switch (act) {
    case 'same-field':
      return merge(changedField(slot, 2));
    case 'other-field':
      return merge(label('theirs', 'yes'));
    case 'finalizer':
      return merge({ metadata: { finalizers: [FINALIZER, ...heldBy(slot)] } });
    case 'owner':
      return merge({
        metadata: {
          ownerReferences: [
            {
              apiVersion: 'v1',
              kind: 'ConfigMap',
              name: 'owner',
              uid: options.ownerUid,
            },
          ],
        },
      });
    case 'take-over':
      return {
        method: 'PATCH',
        path: place.pathOf(slot),
        query: { fieldManager: TAKER, force: true },
        contentType: 'application/apply-patch+yaml',
        body: place.part(slot, changedField(slot, options.value)),
      };
    default:
      return undefined;
  }
}

/** Finalizers that an object of this kind has anyway, but that of the tests. */
function heldBy({ kind }: Slot): string[] {
  return kind.kind === 'PersistentVolumeClaim'
    ? ['kubernetes.io/pvc-protection']
    : [];
}

/** Does it; `gone` waits until the object that was there is no more. */
export async function playAct(
  cluster: ClusterClient,
  place: Place,
  slot: Slot,
  options: { act: Act; ownerUid: string; gone: () => Promise<void> },
): Promise<void> {
  const { act, ownerUid, gone } = options;
  const request = requestOf(act, place, slot, { value: 1, ownerUid });
  if (request) {
    await cluster.request(request);
  }
  const removes = act === 'delete' || act === 'make-anew';
  if (removes && (await readSlot(cluster, place, slot))) {
    await cluster.request({
      method: 'DELETE',
      path: place.pathOf(slot),
      body: {
        kind: 'DeleteOptions',
        apiVersion: 'v1',
        propagationPolicy: 'Background',
      },
    });
    await gone();
  }
  if (act === 'make-anew') {
    await cluster.request({
      method: 'POST',
      path: place.listOf(slot),
      query: { fieldManager: SOMEBODY },
      body: place.objectOf(slot, 0),
    });
  }
  if (act === 'use') {
    await use(cluster, place, slot);
  }
}

/** The object of a slot; undefined: there is none. */
export async function readSlot(
  cluster: ClusterClient,
  place: Place,
  slot: Slot,
): Promise<KubernetesObject | undefined> {
  try {
    return (await cluster.request({ path: place.pathOf(slot) })).body;
  } catch (error) {
    if (isNotFound(error)) {
      return undefined;
    }
    throw error;
  }
}

/** An answer of 404, also of a kind that is not served (any more). */
export function isNotFound(error: any): boolean {
  return error?.details?.httpStatus === 404;
}

/** Puts something of somebody's into what the run made. */
async function use(
  cluster: ClusterClient,
  place: Place,
  slot: Slot,
): Promise<void> {
  const { name } = place.refOf(slot);
  if (slot.kind.kind === 'Namespace') {
    await cluster.request({
      method: 'POST',
      path: `/api/v1/namespaces/${name}/configmaps`,
      query: { fieldManager: SOMEBODY },
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'theirs' },
      },
    });
    return;
  }
  const [plural, ...group] = name.split('.');
  const apiVersion = `${group.join('.')}/v1`;
  const deadline = Date.now() + SERVE_MS;
  for (;;) {
    try {
      await cluster.request({
        method: 'POST',
        path: `/apis/${apiVersion}/namespaces/${place.namespace}/${plural}`,
        query: { fieldManager: SOMEBODY },
        body: { apiVersion, kind: 'Thing', metadata: { name: 'theirs' } },
      });
      return;
    } catch (error) {
      // Served a moment after its definition.
      if (!isNotFound(error) || Date.now() > deadline) {
        throw error;
      }
      await new Promise(resolve => setTimeout(resolve, 50));
    }
  }
}
