import {
  MissionError,
  failedStepStates,
  nextStepState,
  nextTargetState,
  runStateWords,
  personName,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import { endTurn } from './endTurn';
import { keepSkipped } from './settleUndone';

/**
 * What a person decides on a failed target: retry what failed (all of it, or
 * the step that is named, also before the time of its next attempt), skip one failed step with a reason (a failed proof
 * cannot be skipped), or close the target as failed; a blocked one can be
 * closed too. What a skipped step of an undo left is kept, with the reason. Throws NOT_FOUND, INPUT_INVALID, STATE_REFUSED.
 */
export async function decideTarget(options: {
  change: RunChange;
  targetId: string;
  /** Which of the failed steps; needed to skip one of several. */
  stepId?: string;
  decision: 'retry' | 'skip' | 'close';
  /** It is closed because a run of its own takes it back. */
  forUndo?: boolean;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, targetId, stepId, decision, forUndo, by, reason } = options;
  const target = await change.target(targetId);
  if (!target) {
    throw new MissionError('NOT_FOUND', `The run has no target '${targetId}'`);
  }
  if (decision === 'retry' && target.state === 'running') {
    await tryNow({ change, targetId, stepId, by, reason });
    return;
  }
  const state = nextTargetState(target.state, `${decision}_decided`);
  if (!state) {
    throw refusedDecision(target, options.forUndo ? 'undo' : decision);
  }
  const failed = (await change.steps(targetId)).filter(step =>
    failedStepStates.includes(step.state),
  );
  const names = failed.map(step => `'${step.stepId}'`).join(', ');
  const chosen = failed.filter(step => !stepId || step.stepId === stepId);
  if (stepId && chosen.length === 0) {
    throw new MissionError(
      'STATE_REFUSED',
      `Step '${stepId}' did not fail${names && `; what failed is ${names}`}`,
    );
  }
  if (decision === 'skip') {
    guardSkip(chosen.length, names, reason);
  }
  for (const step of decision === 'close' ? [] : chosen) {
    const next = nextStepState(
      step.state,
      decision === 'retry' ? 'retry_decided' : 'skipped_by_person',
    )!;
    await change.setStep(targetId, step.stepId, {
      state: next,
      wake_at: null,
      suspension_json: null,
      ...(decision === 'retry'
        ? {
            attempt: 0,
            error_json: null,
            deadline_at: null,
            finished_at: null,
          }
        : { skip_reason: reason ?? null }),
    });
    const { undoOf } = change.run;
    if (undoOf && decision === 'skip') {
      const { stepId: skipped } = step;
      await keepSkipped({
        change,
        undoOf,
        targetId,
        stepId: skipped,
        by,
        reason,
      });
    }
  }
  const over = state === 'failed';
  await change.setTarget(targetId, {
    state,
    reason: over ? closedReason(target.reason, options) : null,
    wake_at: over ? null : change.now,
    finished_at: over ? change.now : null,
  });
  if (over) {
    await endTurn({ change, target });
  }
  change.wake ||= !over;
  change.coordinate = true;
  change.moved.add(targetId);
  change.emit({
    type: 'target.decided',
    targetId,
    stepId: chosen.length === 1 ? chosen[0].stepId : undefined,
    by,
    message: reason,
    data: { decision: forUndo ? 'undo' : decision, state },
  });
}

/** Does not wait any longer for the next attempt of a step. */
async function tryNow(options: {
  change: RunChange;
  targetId: string;
  stepId?: string;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, targetId, stepId, by, reason } = options;
  const waiting = (await change.steps(targetId)).filter(
    step =>
      step.state === 'retrying' &&
      step.wakeAt !== undefined &&
      (!stepId || step.stepId === stepId),
  );
  for (const step of waiting) {
    await change.setStep(targetId, step.stepId, { wake_at: null });
  }
  if (waiting.length === 0) {
    throw new MissionError(
      'STATE_REFUSED',
      `Target '${targetId}' is running, and no step of it waits to be tried again`,
    );
  }
  await change.wakeTarget(targetId);
  change.emit({
    type: 'target.decided',
    targetId,
    stepId,
    by,
    message: reason,
    data: { decision: 'retry', state: 'running' },
  });
}

/** What a decision gets that does not fit the state of its target. */
export function refusedDecision(
  { targetId, state }: Pick<TargetRecord, 'targetId' | 'state'>,
  decision: string,
): MissionError {
  return new MissionError(
    'STATE_REFUSED',
    `Target '${targetId}' ${runStateWords[state]}, so '${decision}' cannot be decided`,
  );
}

/** Why it failed stays; who closed it, and why, is added. */
function closedReason(
  cause: string | undefined,
  { by, reason }: { by: string; reason?: string },
): string {
  const who = `by ${personName(by)}`;
  if (!reason) {
    return cause ?? `Closed ${who}`;
  }
  return cause
    ? `${cause}; closed ${who}: ${reason}`
    : `Closed ${who}: ${reason}`;
}

function guardSkip(failed: number, names: string, reason?: string): void {
  if (!reason?.trim()) {
    throw new MissionError(
      'INPUT_INVALID',
      'Skipping a failed step needs a reason',
    );
  }
  if (failed === 0) {
    throw new MissionError(
      'STATE_REFUSED',
      'The proof of the outcome failed; it can be asked again or the target closed, not skipped',
    );
  }
  if (failed > 1) {
    throw new MissionError(
      'INPUT_INVALID',
      `${failed} steps failed (${names}); name the one to skip`,
    );
  }
}
