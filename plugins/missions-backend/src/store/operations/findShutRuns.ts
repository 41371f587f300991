import {
  isMissionError,
  type MissionError,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Sealer } from '../../sealing';
import { openRunSecrets } from './secrets';

/** Runs that cannot go on for the same reason. */
interface ShutRuns {
  readonly runIds: string[];
  readonly error: MissionError;
}

/**
 * Runs that have not ended and whose key or secret parameters, or those of the
 * run that they take back, no configured key opens, oldest first, by what is
 * wrong.
 */
export async function findShutRuns(options: {
  tx: Knex;
  sealer: Sealer;
}): Promise<ShutRuns[]> {
  const { tx, sealer } = options;
  const shut = new Map<string, ShutRuns>();
  const open = await tx('runs')
    .whereNull('finished_at')
    .orderBy('id')
    .select('id', 'undo_of');
  for (const { id: runId, undo_of: undoOf } of open) {
    try {
      await openRunSecrets({ tx, sealer, runId });
      if (undoOf) {
        await openRunSecrets({ tx, sealer, runId: undoOf });
      }
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      const same = shut.get(error.message) ?? { runIds: [], error };
      same.runIds.push(runId);
      shut.set(error.message, same);
    }
  }
  return [...shut.values()];
}
