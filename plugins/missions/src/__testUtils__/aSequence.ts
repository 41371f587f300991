import type {
  Run,
  RunState,
  RunSummary,
  RunTarget,
  Step,
} from '@mission-control/plugin-missions-common';
import {
  aRun,
  aRunSummary,
  aStep,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';

/** The step that installs, which started a mission of its own. */
export function aMissionStep(change: Partial<Step> = {}): Step {
  return aStep({
    id: 'install',
    name: 'Install the web application',
    action: 'mission:run',
    childRunId: 'child-1',
    ...change,
  });
}

/** The mission that the sequence started, on `dev` and `staging`. */
export function aChild(
  state: RunState,
  change: Partial<RunSummary> = {},
): RunSummary {
  return aRunSummary({
    id: 'child-1',
    title: 'Web application',
    parentRunId: 'run-1',
    state,
    waitingForMe: [],
    targets: [
      { id: 'dev', state },
      { id: 'staging', state },
    ],
    ...change,
  });
}

/** A sequence that has no cluster of its own. */
export function aSequence(
  state: RunState,
  change: Partial<Run> = {},
  target: Partial<RunTarget> = {},
): Run {
  return aRun({
    type: 'sequence',
    title: 'Roll out and look',
    state,
    waitingForMe: [],
    undoUntil: undefined,
    targets: [{ id: '-', state }],
    targetsDetail: [
      aTarget({
        id: '-',
        cluster: { name: '-' },
        state,
        preflight: undefined,
        identity: undefined,
        reason: undefined,
        steps: [aMissionStep()],
        ...target,
      }),
    ],
    children: [aChild('succeeded')],
    ...change,
  });
}
