import {
  LONGEST_DURATION_SECONDS,
  type ApprovalPolicy,
} from '@mission-control/plugin-missions-common';

/**
 * Tells the engine to call the step again later, without holding a worker:
 * after a time, when an approval is decided, or when a child run ends. Times
 * are lengths, not dates: the engine counts them by the clock of the database.
 * @public
 */
export type Suspension =
  | { readonly kind: 'time'; readonly seconds: number }
  | {
      readonly kind: 'approval';
      readonly message: string;
      readonly policy?: Partial<ApprovalPolicy>;
      readonly expiresInSeconds?: number;
    }
  | { readonly kind: 'child'; readonly runId: string };

/** Thrown by an action to suspend its step. Use {@link suspend}. @public */
export class SuspendStep extends Error {
  readonly suspension: Suspension;
  constructor(suspension: Suspension) {
    super(`Step waits for ${suspension.kind}`);
    this.name = 'SuspendStep';
    this.suspension = suspension;
  }
}

/**
 * Ends this call of `run`; the engine calls it again with `ctx.resumed`. Throws
 * a RangeError for a time that is negative, no number, or beyond ten years.
 * @public
 */
export function suspend(suspension: Suspension): never {
  const seconds = secondsOf(suspension);
  if (!(seconds >= 0 && seconds <= LONGEST_DURATION_SECONDS)) {
    throw new RangeError(
      `A step waits between 0 s and ten years, not ${seconds} s`,
    );
  }
  throw new SuspendStep(suspension);
}

function secondsOf(suspension: Suspension): number {
  switch (suspension.kind) {
    case 'time':
      return suspension.seconds;
    case 'approval':
      return suspension.expiresInSeconds ?? 0;
    default:
      return 0;
  }
}
