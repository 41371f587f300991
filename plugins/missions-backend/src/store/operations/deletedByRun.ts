import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { openJournal } from './journal';

/**
 * Whether a run deleted the object with this uid on a target, as its journal
 * says, and no undo took that back. A deletion that was never confirmed counts
 * too: the run was about to.
 */
export async function deletedByRun(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  runId: string;
  targetId: string;
  object: ObjectRef;
  uid: string;
}): Promise<boolean> {
  const { object, uid, ...place } = options;
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
