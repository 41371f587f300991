import { isTerminal, type Run } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';

/** Milliseconds between two looks at a run that ends. */
const LOOK_MS = 300;
/** Looks before it is given up. */
const LOOKS = 60;

/** Cancels a run that goes on and waits for its end; gives the ended run. */
export async function endRun(
  api: Pick<MissionsApi, 'getRun' | 'cancelRun'>,
  runId: string,
): Promise<Run> {
  let run = await api.getRun(runId);
  if (!isTerminal(run.state)) {
    run = await api.cancelRun(runId);
  }
  for (let look = 0; look < LOOKS; look += 1) {
    if (isTerminal(run.state)) {
      return run;
    }
    await new Promise(resolve => setTimeout(resolve, LOOK_MS));
    run = await api.getRun(runId);
  }
  throw new MissionsApiError(`Run ${runId} does not end`, {
    status: 0,
    code: 'STATE_REFUSED',
    remedy: 'Wait until it is cancelled, then choose again.',
  });
}
