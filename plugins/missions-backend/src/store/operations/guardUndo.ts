import {
  isWaitingForChoice,
  MissionError,
  RunState,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { coordinateRun } from '../coordinateRun';
import { finishChange } from '../finishChange';
import { RunChange } from '../RunChange';
import type { Store } from '../Store';
import type { EventRecord, UndoChoice } from '../types';
import { moveTarget } from './moveTarget';
import { requestCancel } from './requestCancel';

/** So many targets are named in a message. */
const MAX_NAMED = 10;

/** What an undo did to another run, for those who watch that. */
export interface RunEvents {
  readonly runId: string;
  readonly events: readonly EventRecord[];
}

/**
 * One undo at a time: an earlier one that waits for a choice is ended in this
 * transaction by the choice, or by an undo that names some of its targets alone.
 * What is left of it names nothing. Throws UNDO_REFUSED.
 */
export async function guardUndo(options: {
  store: Store;
  tx: Knex.Transaction;
  undoOf: string;
  undo: UndoChoice | undefined;
  by: string;
}): Promise<RunEvents | undefined> {
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
    const where = await whereAlone(tx, undoOf, active.id);
    throw new MissionError(
      'UNDO_REFUSED',
      `Run ${undoOf} is being taken back by run ${active.id}${where}`,
      {
        remedy: `${where && 'One undo of a run goes on at a time. '}${remedyFor(
          active.id,
          await readStates(tx, active.id),
        )}`,
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

/** What an undo is about, when that is not all of the run. */
async function whereAlone(
  tx: Knex.Transaction,
  undoOf: string,
  undoId: string,
): Promise<string> {
  const targetsOf = (runId: string): Promise<string[]> =>
    tx('run_targets')
      .where({ run_id: runId })
      .orderBy('target_id')
      .pluck('target_id');
  const [all, own] = [await targetsOf(undoOf), await targetsOf(undoId)];
  if (own.length >= all.length) {
    return '';
  }
  const more = own.length - MAX_NAMED;
  const named = own.slice(0, MAX_NAMED).join(', ');
  return ` on ${named}${more > 0 ? ` and ${more} more` : ''} alone`;
}

async function readStates(
  tx: Knex.Transaction,
  runId: string,
): Promise<RunState[]> {
  return tx('run_targets').where({ run_id: runId }).pluck('state');
}

/** What to do about an undo that stays: only what its states allow is offered. */
function remedyFor(runId: string, states: readonly RunState[]): string {
  if (!isWaitingForChoice(states)) {
    return `Open run ${runId}, which is taking it back; cancel it to start anew.`;
  }
  const alone = states.includes(RunState.awaitingApproval)
    ? '; so does an undo of those of its clusters alone that nothing stands in the way of (targets in the API)'
    : '';
  return `Open run ${runId}, and decide about what stands in its way. A choice about what changed since ends it and makes a new plan (keepDrift and overwriteDrift in the API)${alone}. Or cancel it.`;
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
  if (!undo?.named) {
    return undefined;
  }
  const targets: string[] = await tx('run_targets')
    .where({ run_id: runId })
    .pluck('target_id');
  const asked = undo.targets;
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
}): Promise<RunEvents | undefined> {
  const { store, tx, runId, by, reason } = options;
  const change = (await RunChange.begin(tx, store.dialect, runId))!;
  const states = await readStates(tx, runId);
  if (change.run.finishedAt || !isWaitingForChoice(states)) {
    return undefined;
  }
  await requestCancel({ change, by, reason });
  await coordinateRun(change, store);
  // Nothing of it is at work, so no worker has to stop first.
  for (const target of await change.targets()) {
    await moveTarget({ change, target, event: 'cancelled', reason });
  }
  return { runId, events: await finishChange(change, store) };
}
