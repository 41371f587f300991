import {
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  Inconclusive,
  RunContext,
} from '@mission-control/plugin-missions-node';
import { lookAtCulprit } from '../../culprit';
import { spanOf, timeIsUp } from '../../observe';
import type { JobInput } from './schema';

const MAX_BEAT_MS = 10_000;
/** Beats within the time that the step grants without progress. */
const BEATS = 4;

/** Tells progress while the program of a Job runs, and what was seen last. */
export class JobWatch {
  readonly ref: ObjectRef;
  readonly #ctx: RunContext<JobInput>;
  readonly #began = Date.now();
  readonly #timer: ReturnType<typeof setInterval>;
  #moved = Date.now();
  #reason = 'It was created';
  #running = false;
  #culprit: ObjectRef | undefined;

  constructor(ctx: RunContext<JobInput>, ref: ObjectRef) {
    this.#ctx = ctx;
    this.ref = ref;
    ctx.progress({ text: `Running ${nameOfObject(ref)}` });
    this.#timer = setInterval(
      () => this.#beat(),
      Math.min(MAX_BEAT_MS, ctx.timeLimit.withoutProgressMs / BEATS),
    );
  }

  /** What the Job was like just now, and whether its program has started. */
  saw(reason: string, running: boolean, culprit?: ObjectRef): void {
    this.#culprit = culprit;
    if (reason !== this.#reason || running !== this.#running) {
      this.#reason = reason;
      this.#running = running;
      this.#moved = Date.now();
      this.#ctx.progress({ text: `${nameOfObject(this.ref)}: ${reason}` });
    }
  }

  /** The end of a step whose time is up. */
  async tooLong(): Promise<Inconclusive> {
    const now = Date.now();
    const name = nameOfObject(this.ref);
    return timeIsUp({
      reason: `${name}: ${this.#reason}`,
      waitedMs: now - this.#began,
      quietMs: this.#running ? 0 : now - this.#moved,
      object: this.ref,
      details: await lookAtCulprit(this.#ctx, this.#culprit ?? this.ref),
      evidence: [{ asked: `GET ${name}`, answered: this.#reason }],
      advice: `It goes on in the cluster, which ends it after ${
        this.#ctx.input.timeout
      }.`,
    });
  }

  /** Must be called at the end. */
  stop(): void {
    clearInterval(this.#timer);
  }

  #beat(): void {
    if (this.#running) {
      const span = spanOf(Date.now() - this.#began);
      this.#ctx.progress({
        text: `${nameOfObject(this.ref)} has been running for ${span}`,
      });
    }
  }
}
