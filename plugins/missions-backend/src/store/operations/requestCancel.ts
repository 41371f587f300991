import {
  MissionError,
  runStateWords,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/**
 * Asks for the end of a run: targets that have not ended go to `cancelling`,
 * running steps are aborted by their workers. Again is harmless. Throws
 * STATE_REFUSED when the run has ended. Children are cancelled by the caller.
 */
export async function requestCancel(options: {
  change: RunChange;
  by: string;
  reason?: string;
}): Promise<void> {
  const { change, by, reason } = options;
  const { run } = change;
  if (run.finishedAt) {
    throw new MissionError(
      'STATE_REFUSED',
      `Run ${run.id} ${
        runStateWords[run.state]
      }; only a run that goes on can be cancelled`,
    );
  }
  if (run.cancelRequested) {
    return;
  }
  change.patch.cancel_requested = true;
  change.coordinate = true;
  change.emit({ type: 'run.cancelRequested', by, message: reason });
}
