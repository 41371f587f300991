import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  isTerminal,
  type RunState,
} from '@mission-control/plugin-missions-common';
import type { Response } from 'express';
import { stepKey, type RunNews, type RunService } from '../services/runs';
import type { RunFeed } from '../store';
import { CursorWriter } from './CursorWriter';
import type { StreamPosition } from './StreamPosition';

/** A silent connection gets a comment this often, in milliseconds. */
const HEARTBEAT_MS = 15_000;

/** Replicas that cannot be heard: the store is asked this often, in milliseconds. */
const POLL_MS = 2_000;

/** Events and lines of one read of the store. */
const PAGE = 500;

/** A viewer that takes nothing for so long is ended, in milliseconds. */
const STALL_MS = 2 * 60_000;

/** What a stream is made of. */
export interface RunStreamOptions {
  readonly runId: string;
  readonly credentials: BackstageCredentials;
  /** The authorized one. */
  readonly runs: RunService;
  readonly feed: RunFeed;
  readonly res: Response;
  readonly position: StreamPosition;
  /** Begins with so many lines of each step at most. @default all */
  readonly newestLines?: number;
  readonly shutdown: AbortSignal;
  /** How long a viewer may take nothing, in milliseconds. @default 2 min */
  readonly stallMs?: number;
}

/**
 * One viewer of a run, by server-sent events.
 *
 * The store is the only source: a message of the feed only says that there is
 * something to read, and a slow poll says it where another replica writes and
 * cannot be heard. So order and completeness come from the sequence numbers,
 * nothing comes twice, and what is read asks for the permission again and again.
 * Viewers that are up to date share what is read. It reads on
 * only when the viewer has taken what was sent, so that a slow one holds no more
 * than a page in memory. It ends after the run ended and everything was sent,
 * when the viewer goes or takes nothing for minutes, or at shutdown; the id of
 * the last frame that arrived says where to go on. Where no id could hold which
 * lines were seen, `reset` tells that all of them come again.
 */
export class RunStream {
  readonly #options: RunStreamOptions;
  readonly #position: StreamPosition;
  readonly #cursor: CursorWriter;
  #wake: () => void = () => {};
  #awake = false;
  #closed = false;
  /** Settles when the viewer took all, or the stream is over. */
  #draining: Promise<void> | undefined;
  #undrained = false;
  /** Only until the viewer has caught up: then every line is sent. */
  #newestLines: number | undefined;
  #stopWaiting: () => void = () => {};
  #place: RunNews['place'];

  constructor(options: RunStreamOptions) {
    this.#options = options;
    const { event, logs } = options.position;
    this.#position = { event, logs: new Map(logs) };
    this.#cursor = new CursorWriter(this.#position);
    this.#newestLines = options.newestLines;
  }

  /** Resolves when the stream is over. */
  async run(): Promise<void> {
    const { res, feed, runId, shutdown } = this.#options;
    const close = () => this.#close();
    res.on('close', close);
    shutdown.addEventListener('abort', close);
    if (shutdown.aborted) {
      close();
    }
    const unsubscribe = feed.subscribe(() => this.#poke(), runId);
    const poll = setInterval(() => this.#poke(), POLL_MS);
    const heartbeat = setInterval(
      () => this.#draining ?? this.#write(': still here\n\n'),
      HEARTBEAT_MS,
    );
    try {
      await this.#follow();
    } finally {
      clearInterval(poll);
      clearInterval(heartbeat);
      unsubscribe();
      shutdown.removeEventListener('abort', close);
      res.off('close', close);
      if (this.#undrained) {
        // What waits would keep the connection, and a shutdown, for ever.
        res.destroy();
      } else {
        res.end();
      }
    }
  }

  async #follow(): Promise<void> {
    if (this.#options.position.linesUnknown) {
      await this.#send('reset', {});
    }
    while (!this.#closed) {
      this.#awake = false;
      const ended = await this.#sendNew();
      if (ended) {
        await this.#send('end', { state: ended });
        return;
      }
      await this.#sleep();
    }
  }

  /** Sends what is new. Answers the state when the run ended and all was sent. */
  async #sendNew(): Promise<RunState | undefined> {
    const { runs, runId, credentials } = this.#options;
    const position = this.#position;
    for (;;) {
      const news = await runs.news({
        runId,
        credentials,
        position,
        limit: PAGE,
        newestLines: this.#newestLines,
        place: this.#place,
      });
      this.#place = undefined;
      news.passed?.forEach((seq, key) => this.#cursor.passLine(key, seq));
      for (const event of news.events) {
        position.event = event.seq;
        await this.#send('event', event);
      }
      for (const line of news.lines) {
        const key = stepKey(line.targetId, line.stepId);
        this.#cursor.passLine(key, line.seq);
        await this.#send('log', line);
      }
      this.#place = news.place;
      if (!news.more || this.#closed) {
        this.#newestLines = undefined;
        return isTerminal(news.state) ? news.state : undefined;
      }
    }
  }

  /** Sends a frame; resolves when the next one may follow. */
  async #send(event: string, data: unknown): Promise<void> {
    const id = this.#cursor.text();
    // A heartbeat may have filled the connection.
    await this.#draining;
    this.#write(
      `id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
    );
    await this.#draining;
  }

  #write(text: string): void {
    const { res } = this.#options;
    if (this.#closed || res.writableEnded) {
      return;
    }
    if (!res.write(text)) {
      this.#draining = this.#drain();
    }
  }

  async #drain(): Promise<void> {
    const { res, stallMs = STALL_MS } = this.#options;
    this.#undrained = true;
    const stalled = setTimeout(() => this.#close(), stallMs);
    await new Promise<void>(resolve => {
      this.#stopWaiting = resolve;
      res.once('drain', () => {
        this.#undrained = false;
        resolve();
      });
    });
    clearTimeout(stalled);
    this.#draining = undefined;
  }

  #close(): void {
    this.#closed = true;
    this.#stopWaiting();
    this.#poke();
  }

  #poke(): void {
    this.#awake = true;
    this.#wake();
  }

  async #sleep(): Promise<void> {
    if (this.#awake || this.#closed) {
      return;
    }
    await new Promise<void>(resolve => {
      this.#wake = resolve;
    });
  }
}
