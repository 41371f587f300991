import {
  RunState,
  targetTransitions,
} from '@mission-control/plugin-missions-common';
import { groupBy, readHistories, type HistoryEvent } from './readHistories';
import type { Truth } from './Truth';

const STATES = Object.values(RunState);
const BEFORE_ALL: readonly RunState[] = ['queued'];
const RESULTS = ['succeeded', 'failed', 'inconclusive', 'retrying'].map(
  state => `step.${state}`,
);

/** States that an event of a target says it is in; undefined: it says nothing about that. */
export function statesAfter({
  type,
  data,
}: Pick<HistoryEvent, 'type' | 'data'>): readonly RunState[] | undefined {
  if (type === 'target.decided') {
    return [data.state];
  }
  if (type === 'target.rechecked') {
    // One that waited for an approval of its own goes on to what it asked for.
    return ['preflight', 'running'];
  }
  const state = STATES.find(each => type === `target.${each}`);
  return state && [state];
}

/** Whether the table leads from one state to the other, or it is the same. */
function leads(from: RunState, to: RunState): boolean {
  const reached: readonly RunState[] = Object.values(targetTransitions[from]);
  return reached.includes(to);
}

/** Which of the states after an event the table allows. */
function statesOnTheWay(
  possible: readonly RunState[],
  after: readonly RunState[],
  { type }: HistoryEvent,
): readonly RunState[] {
  return after.filter(
    to =>
      possible.some(from => leads(from, to)) ||
      // Another try of a step, which its target waited for.
      (type === 'target.decided' && possible.includes(to)),
  );
}

/**
 * The history of each target is a way through the state table that ends where
 * the target is: nothing that was cancelled, or ended otherwise, revives.
 */
export const lawfulHistory: Truth = async world => {
  const targets: any[] = await world.database
    .truth()('run_targets')
    .select('run_id', 'target_id', 'state');
  const histories = await readHistories(world);
  return targets.flatMap(({ run_id: runId, target_id: targetId, state }) => {
    const name = `Run ${runId} on ${targetId}`;
    let possible = BEFORE_ALL;
    for (const event of histories.get(runId) ?? []) {
      const after = event.targetId === targetId && statesAfter(event);
      if (after) {
        const next = statesOnTheWay(possible, after, event);
        if (next.length === 0) {
          return [`${name} came from ${possible} to ${after}`];
        }
        possible = next;
      }
    }
    return possible.includes(state)
      ? []
      : [`${name} is ${state}, and by its history ${possible}`];
  });
};

/** Whoever gives a result of a step has started it since the last one, and nothing starts that is being cancelled. */
export const oneResultPerStart: Truth = async world => {
  const histories = await readHistories(world);
  return [...histories].flatMap(([runId, history]) => {
    const problems: string[] = [];
    const cancelled = new Set<string>();
    const started = new Set<string>();
    for (const { type, targetId, stepId } of history) {
      const step = `${runId} ${targetId} ${stepId}`;
      if (type === 'target.cancelling') {
        cancelled.add(targetId!);
      } else if (type === 'step.running') {
        started.add(step);
        if (cancelled.has(targetId!)) {
          problems.push(`Step ${step} was started after it was cancelled`);
        }
      } else if (RESULTS.includes(type) && !started.delete(step)) {
        problems.push(`Step ${step} has a result that nobody started`);
      }
    }
    return problems;
  });
};

/** What was cancelled ends so, unless it had ended before. */
export const cancelledStays: Truth = async world => {
  const targets: any[] = await world.database
    .truth()('run_targets')
    .select('run_id', 'target_id', 'state');
  const statesOf = groupBy(targets, ({ run_id: runId }) => runId);
  const histories = await readHistories(world);
  return [...histories].flatMap(([runId, history]) => {
    const at = history.findIndex(({ type }) => type === 'run.cancelRequested');
    if (at < 0) {
      return [];
    }
    return (statesOf.get(runId) ?? [])
      .filter(({ target_id: targetId, state }) => {
        const earlier = history
          .slice(0, at)
          .filter(event => event.targetId === targetId)
          .flatMap(event => statesAfter(event) ?? []);
        return (
          state !== 'cancelled' &&
          (earlier.length === 0 ||
            Object.keys(targetTransitions[earlier.at(-1)!]).length > 0)
        );
      })
      .map(
        ({ target_id: targetId, state }) =>
          `Run ${runId} was cancelled, and is ${state} on ${targetId}`,
      );
  });
};
