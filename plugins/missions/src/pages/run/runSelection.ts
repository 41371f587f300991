import {
  failedStepStates,
  isStepDone,
  movingStepStates,
  rollUpOrder,
  unplannedStates,
  type Run,
  type RunState,
  type RunTarget,
  type Step,
  type StepState,
} from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { toneOrder } from '../../shell/toneOrder';

/** Steps that every target has beside those of the mission. */
export const PREFLIGHT_STEP = 'preflight';
export const PROOF_STEP = 'proof';

/** What calls for a person, or moves; what is calm waits for the address. */
const loudTones = toneOrder.filter(
  tone => !(['ok', 'idle', 'cancelled'] as Tone[]).includes(tone),
);
/** What a person wants to see first, when the address does not say. */
const targetOrder: readonly RunState[] = loudTones.flatMap(tone =>
  rollUpOrder.filter(state => runStateMeta[state].tone === tone),
);
const stepOrder: readonly StepState[] = [
  ...failedStepStates,
  ...movingStepStates,
];

/** The target of the address, or the one that needs to be looked at. */
export function selectTarget(
  run: Run,
  targetId?: string | null,
): RunTarget | undefined {
  const targets = run.targetsDetail;
  return (
    targets.find(target => target.id === targetId) ??
    firstOf(targetOrder, targets) ??
    targets[0]
  );
}

/**
 * The step of the address, or the one that needs to be looked at: first the one
 * that somebody is asked about, which has no state of its own for that. Where
 * none calls, of those that ended the one that was begun last.
 */
export function selectStep(
  steps: readonly Step[],
  stepId?: string | null,
  askedId?: string,
): Step | undefined {
  const proven = steps.find(
    ({ id, state }) => id === PROOF_STEP && state === 'succeeded',
  );
  return (
    steps.find(step => step.id === stepId) ??
    steps.find(step => step.id === askedId) ??
    firstOf(stepOrder, steps) ??
    proven ??
    lastOfEnded(steps) ??
    steps[0]
  );
}

/** Of what has ended, the step begun last: one that never began may have an end too. */
function lastOfEnded(steps: readonly Step[]): Step | undefined {
  const begun = steps.flatMap(step =>
    step.startedAt && step.finishedAt
      ? [{ step, at: step.startedAt.getTime() }]
      : [],
  );
  const last = Math.max(...begun.map(({ at }) => at));
  return begun.filter(({ at }) => at === last).pop()?.step;
}

function firstOf<S, T extends { state: S }>(
  order: readonly S[],
  items: readonly T[],
): T | undefined {
  return order
    .map(state => items.find(item => item.state === state))
    .find(Boolean);
}

/** Names and sentences of the two steps that every target has. */
export interface PhaseWords {
  preflight: string;
  proof: string;
  summary(counts: NonNullable<RunTarget['preflight']>): string;
}

/**
 * The steps of a target with its preflight before and its proof behind them,
 * so that a person reads one path. A plan-only run has no proof.
 */
export function pathOf(
  target: RunTarget,
  words: PhaseWords,
  planOnly: boolean,
): Step[] {
  const phase = { action: '', attempt: 1, effect: 'read' } as const;
  const before: Step = {
    ...phase,
    id: PREFLIGHT_STEP,
    name: words.preflight,
    state: preflightState(target),
    ...(target.preflight && {
      progress: { text: words.summary(target.preflight) },
    }),
  };
  const after: Step = {
    ...phase,
    id: PROOF_STEP,
    name: words.proof,
    state: proofState(target),
  };
  // Where nothing had to be checked before, the steps are what comes first. One
  // that was cancelled before it had steps was cancelled in its preflight.
  const isUnplanned =
    target.state === 'cancelled'
      ? target.steps.length === 0
      : unplannedStates.includes(target.state);
  const isUnchecked = !target.preflight && !isUnplanned;
  return [
    ...(isUnchecked ? [] : [before]),
    ...target.steps,
    ...(planOnly ? [] : [after]),
  ];
}

function preflightState({ state, preflight }: RunTarget): StepState {
  if (state === 'queued') {
    return 'pending';
  }
  if (state === 'preflight') {
    return 'running';
  }
  if (!preflight) {
    return state === 'cancelled' ? 'cancelled' : 'pending';
  }
  if (preflight.fail > 0) {
    return 'failed';
  }
  return preflight.unknown > 0 ? 'inconclusive' : 'succeeded';
}

function proofState({ state, steps }: RunTarget): StepState {
  const stepsEnded = steps.every(step => isStepDone(step.state));
  switch (state) {
    case 'verifying':
      return 'running';
    case 'succeeded':
      return 'succeeded';
    case 'inconclusive':
      return stepsEnded ? 'inconclusive' : 'pending';
    case 'needs_decision':
    case 'failed':
      return stepsEnded && steps.length > 0 ? 'failed' : 'pending';
    case 'cancelled':
      return 'cancelled';
    default:
      return 'pending';
  }
}
