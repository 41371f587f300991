import type { EventRecord, LogRecord } from './types';

/** What happened to a run: in this process with what, in another only that. */
export type FeedMessage =
  | {
      readonly kind: 'event';
      readonly runId: string;
      readonly event: EventRecord;
    }
  | { readonly kind: 'log'; readonly runId: string; readonly line: LogRecord }
  | {
      readonly kind: 'elsewhere';
      readonly runId: string;
      /** Somebody cancelled it. */
      readonly cancelling: boolean;
    };

/** Gets each message after its commit. Must not throw and must not block. */
export type FeedListener = (message: FeedMessage) => void;

/**
 * Tells listeners of this process about committed events and log lines. That
 * there are some of other replicas is heard only while they can be: who streams
 * also polls, with the sequence numbers telling what was seen already.
 */
export class RunFeed {
  readonly #everything = new Set<FeedListener>();
  readonly #byRun = new Map<string, Set<FeedListener>>();

  /** All messages, or those of one run. Returns how to stop. */
  subscribe(listener: FeedListener, runId?: string): () => void {
    if (runId === undefined) {
      this.#everything.add(listener);
      return () => this.#everything.delete(listener);
    }
    const listeners = this.#byRun.get(runId) ?? new Set();
    this.#byRun.set(runId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#byRun.get(runId) === listeners) {
        this.#byRun.delete(runId);
      }
    };
  }

  publish(message: FeedMessage): void {
    for (const listener of this.#everything) {
      listener(message);
    }
    for (const listener of this.#byRun.get(message.runId) ?? []) {
      listener(message);
    }
  }
}
