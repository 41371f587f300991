import { isTerminal, type Step } from '@mission-control/plugin-missions-common';
import {
  stepStateMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { decidedGate } from './decidedGate';
import type { KnownRun } from './KnownRun';
import { waitsForPerson } from './standing';
import { startedOf } from './startedOf';

/**
 * The tone of a step of a run. Only who knows the run can tell whether a step
 * waits for people, at an open gate or in the mission that it started, for
 * something that a machine does, or for the end of a pause.
 */
export function stepTone(run: KnownRun, targetId: string, step: Step): Tone {
  if (decidedGate(run, targetId, step)) {
    return 'pause';
  }
  return step.state === 'waiting' && isForPeople(run, targetId, step)
    ? 'wait'
    : stepStateMeta[step.state].tone;
}

function isForPeople(run: KnownRun, targetId: string, step: Step): boolean {
  const child = startedOf(run).find(({ id }) => id === step.childRunId);
  return (
    (child !== undefined &&
      !isTerminal(child.state) &&
      waitsForPerson(child)) ||
    !!run.approvals?.some(
      approval =>
        approval.state === 'open' &&
        approval.targetId === targetId &&
        approval.stepId === step.id,
    )
  );
}
