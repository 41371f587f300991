import {
  isMissionError,
  type MissionError,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { openJournal } from './journal';

/** So many keys are looked at; nobody has rotated more often. */
const MAX_KEYS = 100;

/**
 * What the journal holds that no configured key opens: for each key that
 * sealed, and is gone or is another one by now, the error of one entry.
 */
export async function findLostKeys(options: {
  tx: Knex;
  sealer: Sealer;
}): Promise<{ keyId: string; runId: string; error: MissionError }[]> {
  const { tx, sealer } = options;
  const lost: { keyId: string; runId: string; error: MissionError }[] = [];
  const seen: string[] = [];
  while (seen.length < MAX_KEYS) {
    const query = tx('run_journal').whereNotNull('prior_sealed');
    for (const prefix of seen.map(keyId => `v1:${keyId}:`)) {
      query.whereRaw('substr(prior_sealed, 1, ?) <> ?', [
        prefix.length,
        prefix,
      ]);
    }
    const row = await query.first(
      'run_id',
      'target_id',
      'step_id',
      'prior_sealed',
    );
    if (!row) {
      break;
    }
    const keyId: string = row.prior_sealed.split(':')[1];
    seen.push(keyId);
    try {
      await openJournal({
        tx,
        sealer,
        runId: row.run_id,
        targetId: row.target_id,
        stepId: row.step_id,
      });
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      lost.push({ keyId, runId: row.run_id, error });
    }
  }
  return lost;
}
