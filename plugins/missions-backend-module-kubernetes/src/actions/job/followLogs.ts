import { isMissionError } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { setTimeout as delay } from 'node:timers/promises';
import { MAIN } from './jobPods';

const MAX_LINE = 4000;
const KEPT_LINES = 50;
/** For a log that breaks off: the Job may be over at the next look. */
const MAX_TRIES = 3;
const RETRY_MS = 500;

/**
 * Streams the logs of a Job's pods, each line once, and keeps the last lines.
 * Lines are masked while they are whole: what a cut leaves of a secret is not
 * found any more.
 */
export class LogFollower {
  readonly #ctx: RunContext<unknown>;
  readonly #base: string;
  readonly #followed = new Set<string>();
  /** Lines of a pod that were told, for a log that breaks off. */
  readonly #told = new Map<string, number>();
  readonly #troubles = new Set<string>();
  /** The last lines of all pods. */
  readonly lines: string[] = [];

  constructor(ctx: RunContext<unknown>, namespace: string) {
    this.#ctx = ctx;
    this.#base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  }

  /**
   * Follows the log of a pod to its end. A log that breaks off is gone on with;
   * one that cannot be read is tried again at the next call.
   */
  async follow(pod: string): Promise<void> {
    let goOn = !this.#followed.has(pod);
    for (let tries = 1; goOn && tries <= MAX_TRIES; tries += 1) {
      if (tries > 1) {
        await delay(RETRY_MS, undefined, { signal: this.#ctx.signal });
      }
      goOn = await this.#read(pod);
    }
  }

  /** Whether to read on at once. */
  async #read(pod: string): Promise<boolean> {
    try {
      const stream = this.#ctx.cluster.lines({
        path: `${this.#base}/${encodeURIComponent(pod)}/log`,
        query: { follow: true, container: MAIN },
        signal: this.#ctx.signal,
      });
      let seen = 0;
      for await (const line of stream) {
        seen += 1;
        if (seen > (this.#told.get(pod) ?? 0)) {
          this.#tell(line);
          this.#told.set(pod, seen);
        }
      }
      this.#followed.add(pod);
      return false;
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      this.#warn(`The log of ${pod} cannot be read: ${error.message}`);
      return error.retryable;
    }
  }

  #tell(line: string): void {
    const text = this.#ctx.mask(line).slice(0, MAX_LINE);
    this.#ctx.log.info(text);
    this.lines.push(text);
    if (this.lines.length > KEPT_LINES) {
      this.lines.shift();
    }
  }

  #warn(trouble: string): void {
    if (!this.#troubles.has(trouble)) {
      this.#troubles.add(trouble);
      this.#ctx.log.warn(trouble);
    }
  }
}
