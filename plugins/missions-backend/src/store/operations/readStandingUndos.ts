import type { Knex } from 'knex';
import { isStanding, readUndoChains } from './readUndoChains';

/** How the undos of a run stand, when one of them counts on some target. */
export interface StandingUndo {
  /** The last one that counts. */
  readonly undoneBy: string;
  /** Undos that count no more on a target: what they took back there is there again. */
  readonly restored: readonly { targetId: string; undoneBy: string }[];
}

/** By run, the undo that stands; a run whose undos were all taken back has none. */
export async function readStandingUndos(options: {
  tx: Knex | Knex.Transaction;
  runIds: readonly string[];
}): Promise<Map<string, StandingUndo>> {
  const standing = new Map<string, StandingUndo>();
  for (const [runId, chains] of await readUndoChains(options)) {
    const last = chains.findLast(isStanding);
    if (last) {
      standing.set(runId, {
        undoneBy: last.undos[0],
        restored: chains
          .filter(chain => !isStanding(chain))
          .map(({ targetId, undos: [undoneBy] }) => ({ targetId, undoneBy })),
      });
    }
  }
  return standing;
}
