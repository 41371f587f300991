import {
  isWaitingForChoice,
  MissionError,
  type RunState,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { coordinateRun } from '../coordinateRun';
import { RunChange } from '../RunChange';
import type { Store } from '../Store';
import type { EventRecord, UndoChoice } from '../types';
import { moveTarget } from './moveTarget';
import { requestCancel } from './requestCancel';

/** An undo that was ended, for those who watch it. */
export interface EndedUndo {
  readonly runId: string;
  readonly events: readonly EventRecord[];
}

/**
 * One undo at a time: an earlier one that waits for a choice is ended in this
 * transaction by the choice, or by an undo of some of its targets alone. Throws
 * UNDO_REFUSED.
 */
export async function guardUndo(options: {
  store: Store;
  tx: Knex.Transaction;
  undoOf: string;
  undo: UndoChoice | undefined;
  by: string;
}): Promise<EndedUndo | undefined> {
  const { store, tx, undoOf, undo, by } = options;
  const active = await tx('runs')
    .where({ undo_of: undoOf })
    .whereNull('finished_at')
    .first('id');
  const reason = active && (await reasonToEnd(tx, active.id, undo));
  const ended =
    reason &&
    (await endWaitingUndo({ store, tx, runId: active.id, by, reason }));
  if (active && !ended) {
    const waits = await waitsForChoice(tx, active.id);
    throw new MissionError(
      'UNDO_REFUSED',
      `Run ${undoOf} is being taken back by run ${active.id}`,
      {
        remedy: waits
          ? `Open run ${active.id}, and choose for what stands in its way: that ends it and makes a new plan (keepDrift and overwriteDrift in the API). Or undo those of its clusters alone that nothing stands in the way of (targets in the API), or cancel it.`
          : `Open run ${active.id}, which is taking it back; cancel it to start anew.`,
      },
    );
  }
  await guardLeft(tx, undoOf, undo?.targets ?? []);
  return ended;
}

async function guardLeft(
  tx: Knex.Transaction,
  undoOf: string,
  targets: readonly string[],
): Promise<void> {
  const record = await tx('run_journal')
    .where({ run_id: undoOf })
    .whereIn('target_id', [...targets])
    .whereIn('state', ['intent', 'done'])
    .first('seq');
  if (!record) {
    throw new MissionError(
      'UNDO_REFUSED',
      `Run ${undoOf} changed nothing on ${
        targets.join(', ') || 'any target'
      } that is still to be taken back`,
      { remedy: 'Look at the journal of the run: what it names is undone.' },
    );
  }
}

/** Whether an undo waits for a choice, with nothing of it at work. */
async function waitsForChoice(
  tx: Knex.Transaction,
  runId: string,
): Promise<boolean> {
  const states: RunState[] = await tx('run_targets')
    .where({ run_id: runId })
    .pluck('state');
  return isWaitingForChoice(states);
}

/** Why a new undo ends an earlier one, if that waits; undefined: it does not. */
async function reasonToEnd(
  tx: Knex.Transaction,
  runId: string,
  undo: UndoChoice | undefined,
): Promise<string | undefined> {
  if (undo?.keepDrift?.length || undo?.overwriteDrift?.length) {
    return 'A choice about what changed since the run made a new undo';
  }
  const targets: string[] = await tx('run_targets')
    .where({ run_id: runId })
    .pluck('target_id');
  const asked = undo?.targets ?? targets;
  return asked.length < targets.length &&
    asked.every(target => targets.includes(target))
    ? `An undo of ${asked.join(', ')} alone took its place`
    : undefined;
}

/**
 * Ends an undo that waits for a choice, in the transaction that starts the next
 * one, at once. Undefined: it goes on, because some of it no longer waits; its
 * row is held, so it does not move meanwhile.
 */
async function endWaitingUndo(options: {
  store: Store;
  tx: Knex.Transaction;
  runId: string;
  by: string;
  reason: string;
}): Promise<EndedUndo | undefined> {
  const { store, tx, runId, by, reason } = options;
  const change = (await RunChange.begin(tx, store.dialect, runId))!;
  if (change.run.finishedAt || !(await waitsForChoice(tx, runId))) {
    return undefined;
  }
  await requestCancel({ change, by, reason });
  await coordinateRun(change, store);
  // Nothing of it is at work, so no worker has to stop first.
  for (const target of await change.targets()) {
    await moveTarget({ change, target, event: 'cancelled', reason });
  }
  const state = await coordinateRun(change, store);
  return { runId, events: await change.finish(state) };
}
