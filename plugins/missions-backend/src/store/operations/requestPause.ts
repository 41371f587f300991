import {
  MissionError,
  nextTargetState,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/**
 * Pauses a run at the next safe point of each target, or lets it go on. Again
 * is harmless. Throws STATE_REFUSED when the run has ended.
 */
export async function requestPause(options: {
  change: RunChange;
  pause: boolean;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, pause, by, reason } = options;
  const { run } = change;
  if (run.finishedAt) {
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${run.id} has ended: ${run.state}`,
    );
  }
  if (run.pauseRequested === pause) {
    return;
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
    // Whoever holds the lease pauses at its own safe point.
    if (pause && target.leaseOwner) {
      continue;
    }
    await change.setTarget(target.targetId, {
      state,
      wake_at: pause ? null : change.now,
    });
    change.wake = true;
    change.emit({ type: `target.${state}`, targetId: target.targetId, by });
  }
}
