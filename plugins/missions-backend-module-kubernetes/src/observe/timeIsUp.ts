import {
  isMissionError,
  type Evidence,
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import { Inconclusive } from '@mission-control/plugin-missions-node';
import { spanOf } from './duration';

const SHORT_MS = 1000;

/** What was seen last when the time for a step was over. */
export interface LastLook {
  /** What it was like, such as `Deployment shop/web: 1 of 2 updated`. */
  readonly reason: string;
  /** Milliseconds since the step began to wait. */
  readonly waitedMs: number;
  /** Milliseconds since anything moved. */
  readonly quietMs: number;
  /** What to look at. */
  readonly object?: ObjectRef;
  readonly evidence?: readonly Omit<Evidence, 'at'>[];
  /** Said before the general advice. */
  readonly advice?: string;
  /** What the cluster says about the object. */
  readonly details?: Record<string, unknown>;
}

/** The end of a step whose time is up: what was still moving, and after how long. */
export function timeIsUp(look: LastLook): Inconclusive {
  const { reason, waitedMs, quietMs, object, advice } = look;
  const quiet = movement(waitedMs, quietMs);
  const where = object ? `Look at ${nameOfObject(object)}. ` : '';
  return new Inconclusive(
    `Not settled after ${spanOf(waitedMs)}, ${quiet}: ${reason}`,
    look.evidence ?? [],
    {
      code: 'STEP_TIMEOUT',
      object,
      details: look.details,
      remedy: `${
        advice ? `${advice} ` : ''
      }${where}Once it has settled, run the mission again, or undo this run; if it only needs longer, give the step a longer timeout.`,
    },
  );
}

function movement(waitedMs: number, quietMs: number): string {
  if (quietMs < SHORT_MS) {
    return 'still moving';
  }
  return waitedMs - quietMs < SHORT_MS
    ? 'nothing moved'
    : `the last movement was ${spanOf(quietMs)} before`;
}

/** Whether what was thrown comes of the end of the step's own time. */
export function isStepTimeout(error: unknown, signal: AbortSignal): boolean {
  const { reason } = signal;
  return (
    signal.aborted &&
    isMissionError(reason) &&
    reason.code === 'STEP_TIMEOUT' &&
    (error === reason || !isMissionError(error))
  );
}
