import {
  type RunState,
  isTerminal,
  terminalStates,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import { holdLock } from './holdLock';

/**
 * Gives back the turn of a target that ends in this transaction. Those that
 * wait for it are let go after the commit, each by a change of its own run: see
 * {@link findFreed}.
 */
export async function endTurn(options: {
  change: RunChange;
  target: TargetRecord;
}): Promise<void> {
  const { change, target } = options;
  if (target.turn === undefined) {
    return;
  }
  const { run } = change;
  const tx = await change.open();
  const { targetId } = target;
  await change.setTarget(targetId, { turn: null });
  await tx('run_waits').where({ run_id: run.id, target_id: targetId }).delete();
  change.freed = true;
}

/**
 * Runs with a target whose turn may have come: one that it waits for has ended,
 * or gave up its turn. With the run that did, or without, to find what nobody
 * let go because a process died after its commit.
 */
export async function findFreed(options: {
  tx: Knex | Knex.Transaction;
  endedRun?: string;
}): Promise<string[]> {
  const { tx, endedRun } = options;
  const freed: string[] = await tx('run_waits as w')
    .join('run_targets as t', {
      't.run_id': 'w.for_run_id',
      't.target_id': 'w.for_target_id',
    })
    .where(where =>
      where
        .whereIn('t.state', [...terminalStates])
        .orWhere('t.turn', 'yielded'),
    )
    .where(where => endedRun && where.where('w.for_run_id', endedRun))
    .orderBy('w.run_id')
    .distinct()
    .pluck('w.run_id');
  if (endedRun !== undefined) {
    return freed;
  }
  // What it waited for may be deleted by now.
  const left: string[] = await tx('run_targets as t')
    .where('t.turn', 'waits')
    .whereNotExists(
      tx('run_waits as w')
        .whereRaw('w.run_id = t.run_id AND w.target_id = t.target_id')
        .select(tx.raw('1')),
    )
    .distinct()
    .pluck('t.run_id');
  return [...new Set([...freed, ...left])];
}

/** Lets those targets of a run go on that wait for nobody any more. */
export async function settleTurns({
  change,
}: {
  change: RunChange;
}): Promise<void> {
  const { run } = change;
  const tx = await change.open();
  // One that gave up its turn may be about to get in line again.
  await holdLock({ tx, name: 'turns' });
  const rows = await tx('run_waits as w')
    .join('run_targets as t', {
      't.run_id': 'w.for_run_id',
      't.target_id': 'w.for_target_id',
    })
    .where('w.run_id', run.id)
    .select(
      'w.target_id',
      'w.for_run_id',
      'w.for_target_id',
      't.state as for_state',
      't.turn as for_turn',
    );
  const isOver = (row: { for_state: RunState; for_turn: string | null }) =>
    isTerminal(row.for_state) || row.for_turn === 'yielded';
  const ended = rows.filter(isOver);
  for (const row of ended) {
    const { target_id, for_run_id, for_target_id } = row;
    await tx('run_waits')
      .where({ run_id: run.id, target_id, for_run_id, for_target_id })
      .delete();
  }
  const still = new Set(
    rows.filter(row => !isOver(row)).map(row => row.target_id),
  );
  for (const target of await change.targets()) {
    if (target.turn === 'waits' && !still.has(target.targetId)) {
      await change.setTarget(target.targetId, {
        turn: 'taken',
        // What it waited for changed what its plan looked at.
        recheck: true,
        ...(target.state === 'running' && { reason: 'Waits for its wave' }),
      });
      change.coordinate = true;
    }
  }
}
