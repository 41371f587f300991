import type { Knex } from 'knex';
import type { EngineProcess } from '../engine/startEngine';
import type { Random } from '../random/createRandom';

/** What somebody may act on: columns as the act asks for them. */
type Candidate = Record<string, any>;

/** One thing that a person does, on whatever it is possible for. */
export interface Act {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  /** What it is possible for. */
  find(truth: Knex): Promise<Candidate[]>;
  /** Does it; throws when it is refused, as too late. */
  do(engine: EngineProcess, on: Candidate, random: Random): Promise<unknown>;
}

/** Steps on which somebody decides, in runs that are not an undo or are. */
const undecided = (truth: Knex) =>
  truth('run_targets as target')
    .join('run_steps as step', join =>
      join
        .on('step.run_id', 'target.run_id')
        .andOn('step.target_id', 'target.target_id'),
    )
    .join('runs as run', 'run.id', 'target.run_id')
    .where('target.state', 'needs_decision')
    .whereIn('step.state', ['failed', 'inconclusive'])
    .select(
      'target.run_id as runId',
      'target.target_id as targetId',
      'step.step_id as stepId',
    );

const goingOn = (truth: Knex) =>
  truth('runs').whereNull('finished_at').select('id as runId');

const reject: Act = {
  name: 'reject',
  weight: 1,
  find: truth =>
    truth('approvals')
      .where({ state: 'open' })
      .select('id', 'run_id as runId', 'hash'),
  do: (engine, { id, runId, hash }) => engine.reject({ id, runId, hash }),
};

const pause: Act = {
  name: 'pause',
  weight: 3,
  find: truth => goingOn(truth).where({ pause_requested: false }),
  do: (engine, { runId }) => engine.pause({ runId }),
};

const resume: Act = {
  name: 'resume',
  weight: 5,
  find: truth => goingOn(truth).where({ pause_requested: true }),
  do: (engine, { runId }) => engine.resume({ runId }),
};

/** In the middle of a step that takes long, where there is one. */
const cancel: Act = {
  name: 'cancel',
  weight: 1,
  async find(truth) {
    const inStep = truth('run_steps')
      .whereIn('state', ['running', 'waiting'])
      .select('run_id');
    const busy = await goingOn(truth).whereIn('id', inStep);
    return busy.length > 0 ? busy : goingOn(truth);
  },
  do: (engine, { runId }) => engine.cancel({ runId }),
};

const retry: Act = {
  name: 'retry',
  weight: 4,
  find: truth => undecided(truth),
  do: (engine, { runId, targetId, stepId }) =>
    engine.decide({
      ...{ runId, targetId, stepId, decision: 'retry' },
      reason: 'It may go well now',
    }),
};

/** Of an undo nothing is skipped: what it leaves would stay. */
const skip: Act = {
  name: 'skip',
  weight: 3,
  find: truth => undecided(truth).whereNull('run.undo_of'),
  do: (engine, { runId, targetId, stepId }) =>
    engine.decide({
      ...{ runId, targetId, stepId, decision: 'skip' },
      reason: 'It is not needed here',
    }),
};

const close: Act = {
  name: 'close',
  weight: 1,
  find: truth =>
    truth('run_targets')
      .whereIn('state', ['needs_decision', 'blocked'])
      .select('run_id as runId', 'target_id as targetId'),
  do: (engine, { runId, targetId }) =>
    engine.decide({
      ...{ runId, targetId, decision: 'close' },
      reason: 'It is given up',
    }),
};

const recheck: Act = {
  name: 'recheck',
  weight: 3,
  find: truth =>
    truth('run_targets')
      .whereIn('state', ['blocked', 'awaiting_approval'])
      .select('run_id as runId', 'target_id as targetId'),
  do: (engine, { runId, targetId }) => engine.recheck({ runId, targetId }),
};

/** One target, or all that wrote; what waits for a decision is closed by it. */
const undo: Act = {
  name: 'undo',
  weight: 3,
  find: truth =>
    truth('run_journal as journal')
      .join('runs as run', 'run.id', 'journal.run_id')
      .join('run_targets as target', join =>
        join
          .on('target.run_id', 'journal.run_id')
          .andOn('target.target_id', 'journal.target_id'),
      )
      .whereNull('run.undo_of')
      .whereIn('journal.state', ['intent', 'done'])
      .where(ended =>
        ended
          .whereNotNull('run.finished_at')
          .orWhere('target.state', 'needs_decision'),
      )
      .distinct('journal.run_id as runId', 'journal.target_id as targetId'),
  do: (engine, { runId, targetId }, random) =>
    engine.undo({
      key: `people-${random.between(0, 2 ** 31)}`,
      ...{ runId, targets: [targetId] },
    }),
};

/** All of them. */
export const acts: readonly Act[] = [
  reject,
  pause,
  resume,
  cancel,
  retry,
  skip,
  close,
  recheck,
  undo,
];
