import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { openJournal } from './journal';

/** One life of an object, and the run on a target that is asked about it. */
export interface LifeInRun {
  readonly tx: Knex | Knex.Transaction;
  readonly sealer: Sealer;
  readonly runId: string;
  readonly targetId: string;
  readonly object: ObjectRef;
  readonly uid: string;
}

/**
 * Whether a run created the object with this uid on a target, as its journal
 * says. A write that was never confirmed does not count. The uid tells one life
 * of an object from another, so its namespace is not asked for.
 */
export async function madeByRun(asked: LifeInRun): Promise<boolean> {
  const { object, uid, ...place } = asked;
  const named = withoutNamespace(object);
  const records = await openJournal({
    ...place,
    isAsked: other => sameObject(withoutNamespace(other), named),
  });
  return records.some(
    ({ prior, after }) => prior === null && after?.metadata?.uid === uid,
  );
}

/**
 * Whether a run deleted the object with this uid on a target, as its journal
 * says, and no undo took that back. A deletion that was never confirmed counts
 * too: the run was about to.
 */
export async function deletedByRun(asked: LifeInRun): Promise<boolean> {
  const { object, uid, ...place } = asked;
  const records = await openJournal({
    ...place,
    isAsked: other => sameObject(other, object),
  });
  return records.some(
    ({ state, verb, prior, after }) =>
      (state === 'done' || state === 'intent') &&
      prior?.metadata?.uid === uid &&
      (after === null || (after === undefined && verb === 'delete')),
  );
}

function withoutNamespace({ apiVersion, kind, name }: ObjectRef): ObjectRef {
  return { apiVersion, kind, name };
}
