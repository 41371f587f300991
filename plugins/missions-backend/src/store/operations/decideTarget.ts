import {
  MissionError,
  nextStepState,
  nextTargetState,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/**
 * What a person decides on a failed target: retry what failed, skip the failed
 * step with a reason (a failed proof cannot be skipped), or close the target
 * as failed; a blocked one can be closed too. Throws NOT_FOUND, INPUT_INVALID,
 * STATE_REFUSED.
 */
export async function decideTarget(options: {
  change: RunChange;
  targetId: string;
  /** When given, the failed step has to be this one. */
  stepId?: string;
  decision: 'retry' | 'skip' | 'close';
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, targetId, stepId, decision, by, reason } = options;
  const target = await change.target(targetId);
  if (!target) {
    throw new MissionError('NOT_FOUND', `The run has no target '${targetId}'`);
  }
  const state = nextTargetState(target.state, `${decision}_decided`);
  if (!state) {
    throw new MissionError(
      'STATE_REFUSED',
      `Target '${targetId}' is ${target.state}, so '${decision}' cannot be decided`,
    );
  }
  const failed = await change
    .tx('run_steps')
    .where({ run_id: change.run.id, target_id: targetId })
    .whereIn('state', ['failed', 'inconclusive'])
    .orderBy('position')
    .first('step_id', 'state');
  if (stepId && failed?.step_id !== stepId) {
    throw new MissionError(
      'STATE_REFUSED',
      `Step '${stepId}' is not the one that failed${
        failed ? `: '${failed.step_id}' is` : ''
      }`,
    );
  }
  if (decision === 'skip') {
    if (!reason?.trim()) {
      throw new MissionError(
        'INPUT_INVALID',
        'Skipping a failed step needs a reason',
      );
    }
    if (!failed) {
      throw new MissionError(
        'STATE_REFUSED',
        'The proof of the outcome failed; it can be asked again or the target closed, not skipped',
      );
    }
  }
  if (failed && decision !== 'close') {
    const next = nextStepState(
      failed.state,
      decision === 'retry' ? 'retry_decided' : 'skipped_by_person',
    )!;
    await change
      .tx('run_steps')
      .where({
        run_id: change.run.id,
        target_id: targetId,
        step_id: failed.step_id,
      })
      .update({
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
          : { skip_reason: reason }),
      });
  }
  const over = state === 'failed';
  await change.setTarget(targetId, {
    state,
    reason: over ? reason ?? target.reason ?? null : null,
    wake_at: over ? null : change.now,
    finished_at: over ? change.now : null,
  });
  change.wake = !over;
  change.coordinate = true;
  change.emit({
    type: 'target.decided',
    targetId,
    stepId: failed?.step_id,
    by,
    message: reason,
    data: { decision, state },
  });
}
