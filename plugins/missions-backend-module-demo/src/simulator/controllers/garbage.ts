import { resourceId } from '../kinds/resource';
import { KubeObject, OwnerReference } from '../object';
import { ControllerContext } from './controller';

/** Deletes dependants whose owners are gone, and plays the `foregroundDeletion` and `orphan` finalizers. */
export function collectGarbage(context: ControllerContext): void {
  const { storage } = context.cluster;
  const all = storage.resources().flatMap(resource => storage.list(resource));
  const uids = new Map(
    all.map(object => [object.metadata.uid!, object] as const),
  );
  const dependants = all.filter(
    object => object.metadata.ownerReferences?.length,
  );
  for (const owner of all) {
    if (!owner.metadata.deletionTimestamp) continue;
    const finalizers = owner.metadata.finalizers ?? [];
    if (finalizers.includes('orphan')) orphan(context, owner, dependants);
    else if (finalizers.includes('foregroundDeletion'))
      deleteFirst(context, owner, dependants);
  }
  for (const object of dependants) {
    if (object.metadata.deletionTimestamp) continue;
    const references = object.metadata.ownerReferences!;
    if (references.every(reference => isGone(reference, uids)))
      context.delete(object);
  }
}

function isGone(
  reference: OwnerReference,
  uids: Map<string, KubeObject>,
): boolean {
  const owner = uids.get(reference.uid);
  return (
    !owner ||
    (owner.metadata.deletionTimestamp !== undefined &&
      (owner.metadata.finalizers ?? []).includes('foregroundDeletion'))
  );
}

function orphan(
  context: ControllerContext,
  owner: KubeObject,
  dependants: KubeObject[],
): void {
  const { uid } = owner.metadata;
  for (const object of dependants.filter(item => refersTo(item, uid))) {
    context.update(object, draft => {
      const rest = draft.metadata.ownerReferences!.filter(
        reference => reference.uid !== uid,
      );
      if (rest.length > 0) draft.metadata.ownerReferences = rest;
      else delete draft.metadata.ownerReferences;
    });
  }
  dropFinalizer(context, owner, 'orphan');
}

function deleteFirst(
  context: ControllerContext,
  owner: KubeObject,
  dependants: KubeObject[],
): void {
  const { uid } = owner.metadata;
  const left = dependants.filter(
    item =>
      context.get(
        resourceId(context.resourceOf(item)),
        item.metadata.namespace ?? '',
        item.metadata.name,
      ) &&
      item.metadata.ownerReferences!.some(
        reference => reference.uid === uid && reference.blockOwnerDeletion,
      ),
  );
  for (const item of left) {
    if (!item.metadata.deletionTimestamp)
      context.delete(item, { propagationPolicy: 'Foreground' });
  }
  if (left.length === 0) dropFinalizer(context, owner, 'foregroundDeletion');
}

function dropFinalizer(
  context: ControllerContext,
  owner: KubeObject,
  finalizer: string,
): void {
  context.update(owner, draft => {
    draft.metadata.finalizers = (draft.metadata.finalizers ?? []).filter(
      item => item !== finalizer,
    );
    if (draft.metadata.finalizers.length === 0)
      delete draft.metadata.finalizers;
  });
}

function refersTo(object: KubeObject, uid: string | undefined): boolean {
  return (object.metadata.ownerReferences ?? []).some(
    reference => reference.uid === uid,
  );
}
