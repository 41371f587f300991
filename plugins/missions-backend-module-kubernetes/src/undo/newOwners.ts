import {
  type PlannedChange,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Effect } from '../journal';
import type { Change } from '../writes';
import { ownersOf } from './goneOwners';

/** An object that a step of an undo makes anew. */
export interface MadeAnew {
  /** Of the object that the run deleted. */
  readonly formerUid: string;
  /** Of the new one; undefined: it is not made yet. */
  readonly uid?: string;
}

/** What these changes of a step make anew, and what its own journal says of it by now. */
export function madeAnewBy(
  changes: readonly (Change | PlannedChange)[],
  effects: readonly Effect[],
  records: readonly JournalRecord[] = [],
): MadeAnew[] {
  return changes
    .filter(({ kind }) => kind === 'create' || kind === 'deferred')
    .flatMap(({ object }) => {
      const effect = effects.find(other => sameObject(other.object, object));
      const record = records.findLast(
        ({ object: written, after }) => after && sameObject(written, object),
      );
      const formerUid = effect?.prior?.metadata?.uid;
      const uid = record?.after?.metadata?.uid;
      return formerUid ? [{ formerUid, uid }] : [];
    });
}

/** Whether one of an object's owners is made anew, so that it has one again. */
export function hasNewOwner(
  object: KubernetesObject,
  madeAnew: readonly MadeAnew[],
): boolean {
  return ownersOf(object).some(({ uid }) =>
    madeAnew.some(({ formerUid }) => formerUid === uid),
  );
}

/**
 * The object as it is made anew: it names its new owners in place of the old
 * ones, also where its field managers do.
 */
export function namingNewOwners(
  object: KubernetesObject,
  madeAnew: readonly MadeAnew[],
): KubernetesObject {
  const { ownerReferences, managedFields, ...metadata } = object.metadata ?? {};
  const named = madeAnew.reduce(
    (text, { formerUid, uid }) =>
      uid ? text.replaceAll(formerUid, uid) : text,
    JSON.stringify({ ownerReferences, managedFields }),
  );
  return { ...object, metadata: { ...metadata, ...JSON.parse(named) } };
}
