import { setTimeout as sleep } from 'node:timers/promises';
import { type MissionError } from '@mission-control/plugin-missions-common';
import type { TargetRecord } from '../store';
import { clusterChange } from './clusterChange';
import type { TargetSession } from './TargetSession';

const ASK_MS = 3_000;

/**
 * Asks again and again, while something looks at a cluster for long, whether it
 * is still the one that was planned. The signal is aborted with
 * CLUSTER_CHANGED when it is not; an answer that does not come says nothing.
 */
export class ClusterWatch {
  readonly #session: TargetSession;
  readonly #target: TargetRecord;
  readonly #changed = new AbortController();
  readonly #stopped = new AbortController();

  private constructor(session: TargetSession, target: TargetRecord) {
    this.#session = session;
    this.#target = target;
  }

  static start(session: TargetSession, target: TargetRecord): ClusterWatch {
    const watch = new ClusterWatch(session, target);
    if (target.cluster !== undefined) {
      void watch.#askAgain();
    }
    return watch;
  }

  get signal(): AbortSignal {
    return this.#changed.signal;
  }

  /** Asks now. Undefined: the cluster is the same, or does not answer. */
  async ask(): Promise<MissionError | undefined> {
    const { reason } = this.signal;
    return reason ?? (await clusterChange(this.#session, this.#target));
  }

  stop(): void {
    this.#stopped.abort();
  }

  async #askAgain(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted && !this.signal.aborted) {
      await sleep(ASK_MS, undefined, { signal }).catch(() => undefined);
      const change = signal.aborted ? undefined : await this.ask();
      if (change && !signal.aborted) {
        this.#changed.abort(change);
      }
    }
  }
}
