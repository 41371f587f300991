import { isTerminal } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { finishChange } from '../finishChange';
import { RunChange } from '../RunChange';
import type { Store } from '../Store';
import { decideTarget } from './decideTarget';
import type { RunEvents } from './guardUndo';

/**
 * Closes the targets that wait for a decision, in the transaction that starts
 * their undo: a refused one leaves the decision open. Throws STATE_REFUSED for
 * a target that goes on by now.
 */
export async function closeUndone(options: {
  store: Store;
  tx: Knex.Transaction;
  undoOf: string;
  closes: readonly string[];
  by: string;
  reason?: string;
}): Promise<RunEvents[]> {
  const { store, tx, undoOf, closes, by, reason } = options;
  if (closes.length === 0) {
    return [];
  }
  const change = (await RunChange.begin(tx, store.dialect, undoOf))!;
  for (const { targetId, state } of await change.targets()) {
    if (closes.includes(targetId) && !isTerminal(state)) {
      const forUndo = true;
      const decision = 'close';
      await decideTarget({ change, targetId, decision, forUndo, by, reason });
    }
  }
  return [{ runId: undoOf, events: await finishChange(change, store) }];
}
