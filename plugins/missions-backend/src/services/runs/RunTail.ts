import {
  MissionError,
  type LogLine,
  type RunEvent,
  type RunState,
} from '@mission-control/plugin-missions-common';
import { readRun, type FeedMessage, type Store } from '../../store';
import { readNews } from './readNews';
import {
  stepKey,
  type RunNews,
  type RunPosition,
  type TailPlace,
} from './RunNews';
import { toEventView, toLineView } from './runViews';

/** What is kept of a run for those who are up to date, at most. */
const MOST_KEPT = 2_000;
const MOST_CHARACTERS = 2_000_000;
/** News of one read of the store; of more, everybody reads for himself. */
const PAGE = 500;
/** Replicas that cannot be heard: the store is asked this often, in milliseconds. */
const FRESH_MS = 1_500;

type News =
  | { readonly event: RunEvent; readonly line?: undefined }
  | { readonly line: LogLine; readonly event?: undefined };

/**
 * The last events and log lines of a run, for all its viewers in this process.
 *
 * It takes what this process commits from the feed, as long as the numbers go
 * on without a gap, and reads the store once for all viewers where another
 * replica wrote, where a number is missing, and every other second in case
 * nobody says so. A viewer that is behind what is kept reads the store for
 * itself until it has caught up, so that memory is bounded however slow it is.
 */
export class RunTail {
  readonly #store: Store;
  readonly #runId: string;
  /** What the kept news follow. */
  readonly #base = { event: 0, logs: new Map<string, number>() };
  /** Where they end. */
  readonly #end = { event: 0, logs: new Map<string, number>() };
  #kept: News[] = [];
  #characters = 0;
  /** Number of the first that is kept; they are counted as they come. */
  #first = 0;
  #state: RunState | undefined;
  #readAt = -Infinity;
  #stale = true;
  #reading: Promise<void> | undefined;
  /** When somebody asked last, by `performance.now()`. */
  askedAt = performance.now();

  constructor(store: Store, runId: string) {
    this.#store = store;
    this.#runId = runId;
  }

  /** Takes in what the feed says of the run. */
  hear(message: FeedMessage): void {
    if (message.kind === 'event') {
      const { event } = message;
      // Only the store says that it ended, and then what else there is.
      this.#stale ||= event.type === 'run.finished';
      this.#add({ event: toEventView(event) });
    } else if (message.kind === 'log') {
      this.#add({ line: toLineView(message.line) });
    } else {
      this.#stale = true;
    }
  }

  /** What follows a position, as far as it is kept; else what the store says. Throws NOT_FOUND. */
  async news(options: {
    position: RunPosition;
    limit: number;
    newestLines?: number;
    place?: TailPlace;
  }): Promise<RunNews> {
    const { position, limit, newestLines, place } = options;
    this.askedAt = performance.now();
    const known = this.#from(position, newestLines, place);
    const waits = known !== undefined && known < this.#next;
    // Who has something to send does not wait for the store, but asks again.
    const reading = this.#refresh();
    if (waits && this.#state !== undefined) {
      reading?.catch(() => undefined);
    } else {
      await reading;
    }
    const from = this.#from(position, newestLines, place);
    if (from === undefined) {
      const state = await this.#readState();
      const tx = this.#store.db;
      return {
        state,
        ...(await readNews({ tx, runId: this.#runId, ...options })),
      };
    }
    const found = this.#kept.slice(
      from - this.#first,
      from - this.#first + limit,
    );
    const next = from + found.length;
    const fresh = found.filter(each => isAfter(each, position));
    return {
      state: this.#state!,
      events: fresh.flatMap(({ event }) => event ?? []),
      lines: fresh.flatMap(({ line }) => line ?? []),
      more: next < this.#next || this.#stale || this.#reading !== undefined,
      place: { tail: this, at: next },
    };
  }

  /** Number of the first news for a viewer; undefined where it is behind. */
  #from(
    position: RunPosition,
    newestLines: number | undefined,
    place: TailPlace | undefined,
  ): number | undefined {
    if (place?.tail === this) {
      return place.at >= this.#first ? place.at : undefined;
    }
    const covered =
      newestLines === undefined &&
      position.event >= this.#base.event &&
      [...this.#base.logs].every(
        ([key, seq]) => (position.logs.get(key) ?? 0) >= seq,
      );
    return covered ? this.#first : undefined;
  }

  /** Number of the news that come next. */
  get #next(): number {
    return this.#first + this.#kept.length;
  }

  /**
   * Reads the store, once for all who ask meanwhile, if something was heard of
   * or it is time. Who hears of more while it reads asks again.
   */
  #refresh(): Promise<void> | undefined {
    if (this.#stale || performance.now() - this.#readAt > FRESH_MS) {
      this.#reading ??= this.#read().finally(() => {
        this.#reading = undefined;
      });
    }
    return this.#reading;
  }

  async #read(): Promise<void> {
    this.#stale = false;
    try {
      const state = await this.#readState();
      if (this.#state === undefined) {
        await this.#begin();
      } else {
        const { events, lines, more } = await readNews({
          tx: this.#store.db,
          runId: this.#runId,
          position: { event: this.#end.event, logs: new Map(this.#end.logs) },
          limit: PAGE,
        });
        if (more) {
          await this.#begin();
        } else {
          events.forEach(event => this.#add({ event }));
          lines.forEach(line => this.#add({ line }));
        }
      }
      this.#state = state;
      this.#readAt = performance.now();
    } catch (error) {
      this.#stale = true;
      throw error;
    }
  }

  async #readState(): Promise<RunState> {
    const run = await readRun({ tx: this.#store.db, runId: this.#runId });
    if (!run) {
      throw new MissionError('NOT_FOUND', `There is no run '${this.#runId}'`);
    }
    return run.state;
  }

  /** Keeps what comes from now on. */
  async #begin(): Promise<void> {
    const { db } = this.#store;
    const steps = await db('run_steps')
      .where({ run_id: this.#runId })
      .where('log_seq', '>', 0)
      .select('target_id', 'step_id', 'log_seq');
    const run = await db('runs').where({ id: this.#runId }).first('event_seq');
    const end = this.#end;
    end.event = Math.max(end.event, run?.event_seq ?? 0);
    for (const {
      target_id: targetId,
      step_id: stepId,
      log_seq: last,
    } of steps) {
      const key = stepKey(targetId, stepId);
      end.logs.set(key, Math.max(end.logs.get(key) ?? 0, last));
    }
    // Whoever had seen all of what was kept has not seen what lies between.
    this.#first += this.#kept.length + 1;
    this.#kept = [];
    this.#characters = 0;
    this.#base.event = end.event;
    end.logs.forEach((seq, key) => this.#base.logs.set(key, seq));
  }

  /** Keeps what follows the last; asks the store where something lies between. */
  #add(news: News): void {
    if (this.#state === undefined) {
      this.#stale = true;
      return;
    }
    const last = lastOf(this.#end, news);
    const { seq } = news.event ?? news.line;
    if (seq > last + 1) {
      this.#stale = true;
    } else if (seq === last + 1) {
      advance(this.#end, news);
      this.#kept.push(news);
      this.#characters += sizeOf(news);
      this.#forget();
    }
  }

  #forget(): void {
    while (
      this.#kept.length > MOST_KEPT ||
      this.#characters > MOST_CHARACTERS
    ) {
      const oldest = this.#kept.shift()!;
      this.#first += 1;
      this.#characters -= sizeOf(oldest);
      advance(this.#base, oldest);
    }
  }
}

interface Position {
  event: number;
  readonly logs: Map<string, number>;
}

function lastOf(position: RunPosition, { event, line }: News): number {
  return event
    ? position.event
    : position.logs.get(stepKey(line.targetId, line.stepId)) ?? 0;
}

function isAfter(news: News, position: RunPosition): boolean {
  return (news.event ?? news.line).seq > lastOf(position, news);
}

function advance(position: Position, { event, line }: News): void {
  if (event) {
    position.event = event.seq;
  } else {
    position.logs.set(stepKey(line.targetId, line.stepId), line.seq);
  }
}

function sizeOf({ event, line }: News): number {
  return line ? line.text.length : JSON.stringify(event).length;
}
