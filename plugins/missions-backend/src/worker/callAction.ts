import {
  type Evidence,
  MissionError,
  type MissionStep,
  type StepError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import {
  type Inconclusive,
  type KeptRecord,
  type ReapprovalNeeded,
  type SuspendStep,
  type Suspension,
} from '@mission-control/plugin-missions-node';
import type { Masker } from '../sealing';
import { type Hold, timeLimitOf } from '../engine';
import { describeError } from './describeError';
import { LeaseAborted } from './HeldLease';
import { orLeaveBehind } from './leaveBehind';

/** How a call of an action ended. */
export type CallResult =
  | {
      readonly kind: 'returned';
      readonly value: unknown;
      /** What an undo left as it is; its reasons are masked. */
      readonly kept?: readonly KeptRecord[];
    }
  | { readonly kind: 'suspended'; readonly suspension: Suspension }
  | {
      readonly kind: 'reapproval';
      readonly error: ReapprovalNeeded;
      /** The changes are of several entries and name their steps. */
      readonly ofEntries?: boolean;
    }
  | {
      readonly kind: 'inconclusive';
      readonly error: StepError;
      readonly evidence: readonly Omit<Evidence, 'at'>[];
    }
  | { readonly kind: 'failed'; readonly error: StepError }
  /** A brake held a write: it goes on when that is gone. */
  | { readonly kind: 'held'; readonly hold: Hold }
  | { readonly kind: 'aborted' };

/** A time limit that moves with progress. */
export class Deadline {
  readonly #controller = new AbortController();
  readonly #baseMs: number;
  readonly #end: number;
  #timer: ReturnType<typeof setTimeout>;
  #last: { readonly text: string; readonly at: number } | undefined;

  constructor(timeout: MissionStep['timeout'], stepId: string) {
    const { baseMs, mostMs } = timeLimitOf(timeout);
    this.#baseMs = baseMs;
    this.#end = performance.now() + mostMs;
    this.#expire = () =>
      this.#controller.abort(
        new MissionError(
          'STEP_TIMEOUT',
          `Step '${stepId}' did not end within its time limit of ${secondsOf(
            baseMs,
          )} without progress, ${secondsOf(mostMs)} in all${this.#lastWords()}`,
        ),
      );
    this.#timer = setTimeout(this.#expire, baseMs);
  }

  readonly #expire: () => void;

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  /** There was progress: the limit moves, up to the most. */
  extend(text: string): void {
    if (this.signal.aborted) {
      return;
    }
    this.#last = { text, at: performance.now() };
    clearTimeout(this.#timer);
    const left = this.#end - performance.now();
    this.#timer = setTimeout(
      this.#expire,
      Math.max(0, Math.min(this.#baseMs, left)),
    );
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  #lastWords(): string {
    return this.#last
      ? `; the last that it told, ${secondsOf(
          performance.now() - this.#last.at,
        )} before: ${this.#last.text}`
      : '; it told no progress';
  }
}

function secondsOf(milliseconds: number): string {
  return `${Math.round(milliseconds / 1000)} s`;
}

/**
 * Calls an action and tells how it ended, whatever it throws. A handler that
 * ignores its signal is left behind after a grace period: by then its context
 * refuses everything and its fence is worth nothing.
 */
export async function callAction(options: {
  call(): Promise<unknown>;
  signal: AbortSignal;
  masker: Masker;
}): Promise<CallResult> {
  const { call, signal, masker } = options;
  try {
    return { kind: 'returned', value: await orLeaveBehind(signal, call) };
  } catch (error) {
    return resultOf(error, signal, masker);
  }
}

function resultOf(
  error: unknown,
  signal: AbortSignal,
  masker: Masker,
): CallResult {
  const name = error instanceof Error ? error.name : '';
  // By name: modules may bring their own copy of the class.
  if (name === 'SuspendStep') {
    return {
      kind: 'suspended',
      suspension: (error as SuspendStep).suspension,
    };
  }
  if (name === 'Inconclusive') {
    return {
      kind: 'inconclusive',
      error: describeError(error, masker),
      evidence: (error as Inconclusive).evidence,
    };
  }
  if (signal.reason instanceof LeaseAborted) {
    return { kind: 'aborted' };
  }
  if (name === 'ReapprovalNeeded') {
    return { kind: 'reapproval', error: error as ReapprovalNeeded };
  }
  if (signal.aborted && isMissionError(signal.reason)) {
    return { kind: 'failed', error: describeError(signal.reason, masker) };
  }
  return { kind: 'failed', error: describeError(error, masker) };
}
