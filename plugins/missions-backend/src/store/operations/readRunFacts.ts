import {
  type StepState,
  isStepOver,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { RunRecord } from '../types';
import { readStandingUndos, type StandingUndo } from './readStandingUndos';
import { readKeptByRun, type KeptObject } from './settleUndone';

/** What lists of runs show beside the runs' own rows. */
export interface RunFacts {
  /** Title of the mission, by ref; absent when its source has it no more. */
  readonly titles: Map<string, string>;
  /** The undo that stands, on all targets or some, by run. */
  readonly undos: Map<string, StandingUndo>;
  /** What it left as it is, by undo run. */
  readonly kept: Map<string, KeptObject[]>;
  /** What the asking person said, by run. */
  readonly feedback: Map<string, 'up' | 'down'>;
  /** Steps by run and target. */
  readonly progress: Map<string, Map<string, { done: number; total: number }>>;
}

/** Facts of some runs, for one person, in few queries. */
export async function readRunFacts(options: {
  tx: Knex | Knex.Transaction;
  runs: readonly RunRecord[];
  by: string;
}): Promise<RunFacts> {
  const { tx, runs, by } = options;
  const ids = runs.map(run => run.id);
  const refs = [...new Set(runs.map(run => run.missionRef))];
  const missions = await tx('missions')
    .whereIn('ref', refs)
    .select('ref', 'title');
  const feedback = await tx('feedback').whereIn('run_id', ids).where({ by });
  const steps: {
    run_id: string;
    target_id: string;
    state: StepState;
    count: unknown;
  }[] = await tx('run_steps')
    .whereIn('run_id', ids)
    .groupBy('run_id', 'target_id', 'state')
    .select('run_id', 'target_id', 'state')
    .count({ count: '*' });
  const progress: RunFacts['progress'] = new Map();
  for (const row of steps) {
    const targets = progress.get(row.run_id) ?? new Map();
    const known = targets.get(row.target_id) ?? { done: 0, total: 0 };
    known.total += Number(row.count);
    known.done += isStepOver(row.state) ? Number(row.count) : 0;
    progress.set(row.run_id, targets.set(row.target_id, known));
  }
  return {
    titles: new Map(missions.map(row => [row.ref, row.title])),
    undos: await readStandingUndos({ tx, runIds: ids }),
    kept: await readKeptByRun({
      tx,
      runIds: runs.flatMap(run => (run.undoOf ? run.id : [])),
    }),
    feedback: new Map(feedback.map(row => [row.run_id, row.value])),
    progress,
  };
}
