import {
  hasEnded,
  policyOf,
  type ModelRun,
  type ModelTarget,
  type Person,
  type Refusals,
} from './modelRuns';

/** Whether it can be planned anew: nothing of the model blocks, so what waits for the approval of its plan. */
export function mayRecheck(run: ModelRun): boolean {
  return !hasEnded(run) && !run.pause && run.targets.some(isWaiting);
}

/**
 * Plans anew what waits for an approval: what was asked before is asked no
 * more, and whoever said yes to it has to say so again.
 *
 * @param wanted - clusters; without them all that wait
 */
export function recheckRun(
  run: ModelRun,
  by: Person,
  wanted?: readonly string[],
): Refusals {
  if (by === 'viewer') {
    return ['NOT_ALLOWED'];
  }
  if (run.pause && !hasEnded(run)) {
    return ['STATE_REFUSED'];
  }
  const chosen = wanted
    ? wanted.map(name => run.targets.find(({ cluster }) => cluster === name))
    : run.targets.filter(isWaiting);
  if (chosen.includes(undefined)) {
    return ['NOT_FOUND'];
  }
  if (chosen.length === 0 || !chosen.every(target => isWaiting(target!))) {
    return ['STATE_REFUSED'];
  }
  for (const approval of run.approvals) {
    if (approval.state === 'open') {
      approval.state = 'superseded';
    }
  }
  run.approvals.push({ ...policyOf(run), state: 'open', said: new Map() });
  return [];
}

function isWaiting({ state }: ModelTarget): boolean {
  return state === 'awaiting_approval';
}
