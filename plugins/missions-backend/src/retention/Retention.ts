import { setTimeout as sleep } from 'node:timers/promises';
import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Store } from '../store';
import {
  findRetired,
  findSurplus,
  type RetiredRun,
} from '../store/operations/findRetired';
import { isStillNeeded } from '../store/operations/isStillNeeded';
import { readFamily } from '../store/operations/readFamily';
import { removeEndedBrakes } from '../store/operations/removeEndedBrakes';
import type { RemovedRows } from '../store/operations/removeRows';
import { retirePart, retireRun } from '../store/operations/retireRun';
import {
  type RetentionLevel,
  type RetentionRules,
  retentionLevels,
} from './retentionRules';

/** What Backstage's scheduler calls the tick. */
const TASK_ID = 'missions-retention';
const EVERY_MINUTES = 5;
/** A tick ends after this and leaves the rest to the next. */
const TICK_MS = 60_000;
/** The lock of a replica that died in a tick holds the others off for so long. */
const TIMEOUT_MINUTES = 3;
/** Rows of one transaction: SQLite does nothing else for about so many tenths of a millisecond. */
const ROWS_AT_ONCE = 200;
/** Runs of one look. */
const RUNS_AT_ONCE = 50;
/** Rest between two batches: what waits for the database goes first. */
const REST_MS = 5;

const stages: Record<RetentionLevel, number> = { logs: 0, history: 1, runs: 2 };

/** How much one tick removed. */
export type Removed = Record<RetentionLevel, { runs: number; rows: number }>;

/** What a retention is made of. */
export interface RetentionOptions {
  readonly store: Store;
  readonly rules: RetentionRules;
  readonly logger: LoggerService;
  /** Milliseconds of one tick. Defaults to a minute. */
  readonly tickMs?: number;
}

/**
 * Removes what is old or too much: logs first, then events and evidence, then
 * runs. A task of Backstage's scheduler, on one replica at a time; two at once
 * would be harmless. Each batch is a short transaction, so a tick may end
 * anywhere, and the next one goes on.
 *
 * What is still needed stays (see isStillNeeded), and a run goes only together
 * with all that it started, that took it back, and that it came from.
 */
export class Retention {
  readonly #options: RetentionOptions;
  readonly #stopped = new AbortController();
  /** How far each level was looked at: what has to stay is not asked about in each tick. */
  readonly #lookedAt = new Map<RetentionLevel, RetiredRun>();
  #ticking: Promise<unknown> | undefined;

  private constructor(options: RetentionOptions) {
    this.#options = options;
  }

  static create(options: RetentionOptions): Retention {
    return new Retention(options);
  }

  /** Ticks every few minutes from now on, unless everything is kept. */
  async start(scheduler: SchedulerService): Promise<void> {
    if (!this.#options.rules.enabled) {
      return;
    }
    await scheduler.scheduleTask({
      id: TASK_ID,
      scope: 'global',
      frequency: { minutes: EVERY_MINUTES },
      initialDelay: { minutes: 1 },
      timeout: { minutes: TIMEOUT_MINUTES },
      signal: this.#stopped.signal,
      fn: async signal => {
        this.#ticking = this.tick(signal);
        await this.#ticking;
      },
    });
  }

  /** Ends after the batch that goes on. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await this.#ticking?.catch(() => undefined);
  }

  /** Removes what there is to remove, for as long as a tick may take. */
  async tick(signal?: AbortSignal): Promise<Removed> {
    const { tickMs = TICK_MS } = this.#options;
    const ends = AbortSignal.any([
      this.#stopped.signal,
      AbortSignal.timeout(tickMs),
      ...(signal ? [signal] : []),
    ]);
    const removed: Removed = {
      logs: { runs: 0, rows: 0 },
      history: { runs: 0, rows: 0 },
      runs: { runs: 0, rows: 0 },
    };
    try {
      const now = await this.#options.store.now();
      const until = await this.#limits(now);
      for (const level of retentionLevels) {
        await this.#clear(level, until[level], now, removed, ends);
      }
      await this.#clearBrakes(now, ends);
    } finally {
      this.#tell(removed);
    }
    return removed;
  }

  /** Up to which end of a run each level goes. What a later level removes, the earlier ones remove before. */
  async #limits(now: Date): Promise<Record<RetentionLevel, string>> {
    const { store, rules } = this.#options;
    const until = { logs: '', history: '', runs: '' };
    let later = '';
    for (const level of [...retentionLevels].reverse()) {
      const { ageMs, count } = rules.levels[level];
      const old = new Date(now.getTime() - ageMs).toISOString();
      const tooMany = await findSurplus({
        tx: store.db,
        stage: stages[level],
        count,
      });
      later = [later, old, tooMany ?? ''].sort().at(-1)!;
      until[level] = later;
    }
    return until;
  }

  async #clear(
    level: RetentionLevel,
    until: string,
    now: Date,
    removed: Removed,
    ends: AbortSignal,
  ): Promise<void> {
    const { db: tx } = this.#options.store;
    const looked = new Set<string>();
    while (!ends.aborted) {
      const found = await findRetired({
        tx,
        stage: stages[level],
        until,
        after: this.#lookedAt.get(level),
        limit: RUNS_AT_ONCE,
      });
      for (const run of found) {
        if (ends.aborted) {
          return;
        }
        const ids = await this.#removable(level, run.id, until, now, looked);
        for (const id of ids) {
          if (!(await this.#remove(level, id, now, removed, ends))) {
            return;
          }
        }
        this.#lookedAt.set(level, run);
      }
      if (found.length < RUNS_AT_ONCE) {
        // From the oldest again, in the next tick.
        this.#lookedAt.delete(level);
        return;
      }
    }
  }

  /** What ended is as old as the oldest runs that it may have held. */
  async #clearBrakes(now: Date, ends: AbortSignal): Promise<void> {
    const { store, rules } = this.#options;
    const until = new Date(+now - rules.levels.runs.ageMs).toISOString();
    let gone = 0;
    do {
      if (ends.aborted) {
        return;
      }
      gone = await store.transaction(tx =>
        removeEndedBrakes({ tx, until, most: ROWS_AT_ONCE }),
      );
      await sleep(REST_MS);
    } while (gone > 0);
  }

  /** What is to be removed because of a run: of itself, or its whole family. */
  async #removable(
    level: RetentionLevel,
    runId: string,
    until: string,
    now: Date,
    looked: Set<string>,
  ): Promise<readonly string[]> {
    const { store } = this.#options;
    const { undoRetentionMs } = store.rules;
    const isNeeded = (id: string) =>
      isStillNeeded({ tx: store.db, runId: id, now, undoRetentionMs });
    if (level === 'logs') {
      return [runId];
    }
    if (level === 'history') {
      return (await isNeeded(runId)) ? [] : [runId];
    }
    if (looked.has(runId)) {
      return [];
    }
    const family = await readFamily({ tx: store.db, runId });
    family.forEach(({ id }) => looked.add(id));
    const isOld = family.every(
      ({ finishedAt, retentionStage }) =>
        finishedAt !== undefined &&
        finishedAt <= until &&
        retentionStage === stages.runs,
    );
    if (!isOld) {
      return [];
    }
    for (const { id } of family) {
      if (await isNeeded(id)) {
        return [];
      }
    }
    return family.map(({ id }) => id);
  }

  /** Removes one level of one run, batch by batch. False: the tick is over. */
  async #remove(
    level: RetentionLevel,
    runId: string,
    now: Date,
    removed: Removed,
    ends: AbortSignal,
  ): Promise<boolean> {
    const { store } = this.#options;
    for (;;) {
      const { rows, done }: RemovedRows = await store.transaction(tx =>
        level === 'runs'
          ? retireRun({ tx, runId, most: ROWS_AT_ONCE })
          : retirePart({
              tx,
              runId,
              part: level,
              now: now.toISOString(),
              most: ROWS_AT_ONCE,
            }),
      );
      removed[level].rows += rows;
      if (done) {
        removed[level].runs += 1;
      }
      await sleep(REST_MS);
      if (done || ends.aborted) {
        return !ends.aborted;
      }
    }
  }

  #tell(removed: Removed): void {
    const told = retentionLevels.filter(level => removed[level].rows > 0);
    for (const level of told) {
      const { runs, rows } = removed[level];
      const { telemetry } = this.#options.store;
      const attributes = { 'missions.retention.level': level };
      telemetry.add('missions.retention.removed', runs, attributes);
      telemetry.add('missions.retention.rows', rows, attributes);
    }
    if (told.length > 0) {
      const what = { logs: 'logs', history: 'history', runs: 'all' };
      this.#options.logger.info(
        `Retention removed ${told
          .map(
            level =>
              `${what[level]} of ${removed[level].runs} runs (${removed[level].rows} rows)`,
          )
          .join(', ')}`,
      );
    }
  }
}
