import { isMissionError } from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';

const MAX_LINE = 4000;
const KEPT_LINES = 50;

/** Streams the logs of a Job's pods, each pod once, and keeps the last lines. */
export class LogFollower {
  readonly #ctx: RunContext<unknown>;
  readonly #base: string;
  readonly #followed = new Set<string>();
  /** The last lines of all pods. */
  readonly lines: string[] = [];

  constructor(ctx: RunContext<unknown>, namespace: string) {
    this.#ctx = ctx;
    this.#base = `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
  }

  /**
   * Follows the log of a pod to its end. A pod whose container has not started
   * yet is tried again at the next call.
   */
  async follow(pod: string): Promise<void> {
    if (this.#followed.has(pod)) {
      return;
    }
    try {
      const stream = this.#ctx.cluster.lines({
        path: `${this.#base}/${encodeURIComponent(pod)}/log`,
        query: { follow: true, container: 'main' },
        signal: this.#ctx.signal,
      });
      for await (const line of stream) {
        const text = line.slice(0, MAX_LINE);
        this.#ctx.log.info(text);
        this.lines.push(text);
        if (this.lines.length > KEPT_LINES) {
          this.lines.shift();
        }
      }
      this.#followed.add(pod);
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      this.#ctx.log.debug(`The log of ${pod} cannot be read: ${error.message}`);
    }
  }
}
