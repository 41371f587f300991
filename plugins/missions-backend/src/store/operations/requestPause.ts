import {
  MissionError,
  nextTargetState,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import type { RunRecord } from '../types';

/**
 * Pauses a run at the next safe point of each target, or lets it go on. Throws
 * STATE_REFUSED when the run has ended, is being cancelled, is paused already,
 * or was not paused.
 */
export async function requestPause(options: {
  change: RunChange;
  pause: boolean;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, pause, by, reason } = options;
  const { run } = change;
  const refusal = refusalOf(run, pause);
  if (refusal) {
    throw new MissionError('STATE_REFUSED', `Run ${run.id} ${refusal}`);
  }
  change.patch.pause_requested = pause;
  change.coordinate = true;
  change.emit({
    type: pause ? 'run.pauseRequested' : 'run.resumed',
    by,
    message: reason,
  });
  for (const target of await change.targets()) {
    const state = nextTargetState(
      target.state,
      pause ? 'pause_requested' : 'resumed',
    );
    if (!state) {
      continue;
    }
    // Whoever holds the lease pauses at its own safe point; one that has just
    // decided to wait claims it again.
    if (pause && target.leaseOwner) {
      await change.wakeTarget(target.targetId);
      continue;
    }
    await change.setTarget(target.targetId, {
      state,
      ...(target.held && { held_json: null, reason: null }),
      wake_at: pause ? null : change.now,
    });
    change.wake = true;
    change.emit({ type: `target.${state}`, targetId: target.targetId, by });
  }
}

function refusalOf(run: RunRecord, pause: boolean): string | undefined {
  const verb = pause ? 'paused' : 'resumed';
  if (run.finishedAt) {
    return `${
      runStateWords[run.state]
    }; only a run that goes on can be ${verb}`;
  }
  if (run.pauseRequested === pause) {
    return pause
      ? 'is paused already, or will be at the next safe point of each cluster'
      : `is not paused, it ${
          runStateWords[run.state]
        }; only a paused run can be resumed`;
  }
  return pause && run.cancelRequested
    ? 'is being cancelled; only a run that goes on can be paused'
    : undefined;
}
