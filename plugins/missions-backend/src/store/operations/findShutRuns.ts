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
 * Runs that have not ended and whose key or secret parameters, or those of a
 * run that they take back (an undo may take back another), no configured key
 * opens, oldest first, by what is wrong.
 */
export async function findShutRuns(options: {
  tx: Knex;
  sealer: Sealer;
}): Promise<ShutRuns[]> {
  const { tx, sealer } = options;
  const shut = new Map<string, ShutRuns>();
  const open: string[] = await tx('runs')
    .whereNull('finished_at')
    .orderBy('id')
    .pluck('id');
  for (const runId of open) {
    try {
      await openChain({ tx, sealer, runId });
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

/** Opens a run, the one that it takes back, and so on to the first. */
async function openChain(options: {
  tx: Knex;
  sealer: Sealer;
  runId: string;
}): Promise<void> {
  const { tx, sealer } = options;
  const chain = new Set([options.runId]);
  // A set yields what is added to it meanwhile, and each run once.
  for (const runId of chain) {
    await openRunSecrets({ tx, sealer, runId });
    const [undoOf] = await tx('runs').where({ id: runId }).pluck('undo_of');
    if (undoOf) {
      chain.add(undoOf);
    }
  }
}
