import { type StepRecord, moveStep } from '../store';
import type { TargetSession } from './TargetSession';

/**
 * Starts a step, wakes it up or takes it over; of one that writes, that is kept
 * before anything is written. Undefined: somebody else has the
 * target, or the table refuses the start.
 */
export async function startStep(
  session: TargetSession,
  step: StepRecord,
): Promise<StepRecord | undefined> {
  let started: StepRecord | undefined;
  const takeover = step.state === 'running';
  const resumed = step.state === 'waiting';
  await session.commit(
    async (change, current) => {
      // It may be called twice.
      started = undefined;
      if (current.state !== 'running') {
        return;
      }
      if (current.reason) {
        await change.setTarget(step.targetId, { reason: null });
      }
      if (current.held && step.effect === 'write') {
        await change.setTarget(step.targetId, { held_json: null });
        change.emit({ type: 'target.unheld', targetId: step.targetId });
      }
      started = await moveStep({
        change,
        targetId: step.targetId,
        stepId: step.stepId,
        event: resumed ? 'woken' : 'started',
        fence: session.lease.fence,
        columns: {
          wake_at: null,
          ...(!takeover && !resumed && { attempt: step.attempt + 1 }),
          ...(!step.startedAt && { started_at: change.now }),
          error_json: null,
        },
        data: {
          ...(takeover && { takeover: true }),
          ...(resumed && { resumed }),
        },
      });
    },
    { later: step.effect === 'read' },
  );
  return started;
}
