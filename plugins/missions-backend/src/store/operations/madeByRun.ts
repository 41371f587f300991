import {
  type ObjectRef,
  sameObject,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { openJournal } from './journal';

/**
 * Whether a run created the object with this uid on a target, as its journal
 * says. A write that was never confirmed does not count. The uid tells one life
 * of an object from another, so its namespace is not asked for.
 */
export async function madeByRun(options: {
  tx: Knex | Knex.Transaction;
  sealer: Sealer;
  runId: string;
  targetId: string;
  object: ObjectRef;
  uid: string;
}): Promise<boolean> {
  const { object, uid, ...place } = options;
  const named = withoutNamespace(object);
  const records = await openJournal({
    ...place,
    isAsked: other => sameObject(withoutNamespace(other), named),
  });
  return records.some(
    ({ prior, after }) => prior === null && after?.metadata?.uid === uid,
  );
}

function withoutNamespace({ apiVersion, kind, name }: ObjectRef): ObjectRef {
  return { apiVersion, kind, name };
}
