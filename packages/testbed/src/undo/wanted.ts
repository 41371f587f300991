import type { KubernetesObject } from '@mission-control/plugin-missions-node';

import { standingAfter, type Slot } from './Case';
import { nameOf } from './Place';
import type { Scene } from './Scene';
import { keyOf, type Snapshot } from './Stage';

/** What there shall be after an undo. */
export interface Wanted {
  readonly objects: Snapshot;
  /** Objects that the undo shall tell as kept. */
  readonly kept: readonly string[];
  /** What of an object is compared; undefined: nothing of it. */
  compared(object: KubernetesObject): KubernetesObject | undefined;
}

/**
 * What there shall be after the undo of a case, by the reference: from what there
 * was before the run, what others would have made of that without the run, and
 * what was there when the undo began (`left`).
 */
export function wantedAfter(scene: Scene, left: Snapshot): Wanted {
  const { before, place, given } = scene;
  const objects = new Map(before);
  const kept: string[] = [];
  /** Slots that are as the undo found them: so are the pods of each, which come and go. */
  const leftAlone: Slot[] = [];
  const anew: string[] = [];
  for (const slot of given.slots) {
    const key = nameOf(place.refOf(slot));
    const verdict = scene.verdict(slot);
    const isOverwritten = verdict === 'in-the-way' && scene.isOverwritten(slot);
    if (verdict === 'as-before' || isOverwritten) {
      const aside = isOverwritten ? undefined : asideOf(scene, slot);
      set(objects, key, aside ?? before.get(key));
      if (isOverwritten && slot.act === 'make-anew') {
        anew.push(key);
      }
    } else {
      set(objects, key, left.get(key));
      leftAlone.push(slot);
      if (verdict !== 'untouched') {
        kept.push(key);
      }
    }
  }
  const isHomeUsed = [...objects.values()].some(
    ({ metadata }) => metadata?.namespace === place.home,
  );
  const home = `Namespace ${place.home}`;
  if (isHomeUsed) {
    for (const [key, object] of left) {
      if (key === home || isFurniture(object, place.home)) {
        objects.set(key, object);
      }
    }
    kept.push(home);
  }
  // Steps are asked about one by one: what a later one did may be taken back.
  const partly = [...scene.asked]
    .filter(slot => slot.ops.length > 1)
    .map(slot => nameOf(place.refOf(slot)));
  const isLeftAlone = ({ metadata }: KubernetesObject) =>
    leftAlone.some(slot =>
      metadata?.name?.startsWith(`${place.refOf(slot).name}-`),
    );
  return {
    objects,
    kept,
    compared(object) {
      const { metadata = {} } = object;
      const key = keyOf(object);
      if (
        (isControlled(object) && isLeftAlone(object)) ||
        partly.includes(key)
      ) {
        return undefined;
      }
      if (!anew.includes(key)) {
        return object;
      }
      // Whoever made it anew owns it.
      const { managedFields: _, ...rest } = metadata;
      return { ...object, metadata: rest };
    },
  };
}

/** The object as others would have it without the run, where the run changed what was there. */
function asideOf(scene: Scene, slot: Slot): KubernetesObject | undefined {
  const played = scene.played.get(slot)!;
  const { isMade, exists } = standingAfter(slot, scene.done.get(slot)!);
  const aside = scene.aside.get(slot);
  const former = scene.before.get(nameOf(scene.place.refOf(slot)));
  return aside && former && exists && !isMade && played.act !== 'nothing'
    ? { ...aside, apiVersion: former.apiVersion, kind: former.kind }
    : undefined;
}

function set(
  objects: Map<string, KubernetesObject>,
  key: string,
  object: KubernetesObject | undefined,
): void {
  if (object) {
    objects.set(key, object);
  } else {
    objects.delete(key);
  }
}

/** What the cluster puts into each namespace. */
function isFurniture({ kind, metadata }: KubernetesObject, namespace: string) {
  return (
    metadata?.namespace === namespace &&
    ((kind === 'ServiceAccount' && metadata.name === 'default') ||
      (kind === 'ConfigMap' && metadata.name === 'kube-root-ca.crt'))
  );
}

/** A controller made it, and makes another one at any time. */
export function isControlled({ metadata }: KubernetesObject): boolean {
  return (
    metadata?.ownerReferences?.some((owner: any) => owner.controller) ?? false
  );
}
