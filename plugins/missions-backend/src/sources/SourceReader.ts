import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { visibleText } from '@mission-control/plugin-missions-common';
import type { Registry } from '../registry';
import type { Store } from '../store';
import { noteUnreadSource } from '../store/operations/noteUnreadSource';
import { readMissions } from '../store/operations/readMissions';
import {
  forgetOtherSources,
  saveMissions,
} from '../store/operations/saveMissions';
import type { DemoSeeder } from './DemoSeeder';
import { loadSource, type LoadedSource } from './loadSource';
import { MAX_READ_MS, type MissionSource } from './MissionSource';
import { ParsedFiles } from './ParsedFiles';
import { lateProblem, unreadProblem } from './sourceProblems';

/** What the scheduler allows above that, to keep what was read. */
const KEEP_SECONDS = 30;
/** How long the start waits for directories, which are read in a moment. */
const START_WAIT_MS = 10_000;
/** Rest before the start of a source is tried again. */
const REST_MS = 5_000;

/** What the service is made of. */
export interface SourceReaderOptions {
  readonly sources: readonly MissionSource[];
  readonly store: Store;
  readonly registry: Registry;
  readonly logger: LoggerService;
  readonly seeder: DemoSeeder;
  /** Longest read of one source, in milliseconds. @default 120000 */
  readonly limitMs?: number;
  /** Longest wait of the start for directories. @default 10000 */
  readonly startWaitMs?: number;
  /** Rest before a start that failed is tried again. @default 5000 */
  readonly restMs?: number;
}

/**
 * Reads the configured sources at start and again and again, one read of a
 * source at a time. A read ends at its limit and with the process, whatever the
 * source does; until its first one ends, a problem says that a source was not
 * read yet. What fails at the start, such as a write to a database that is away,
 * is tried again soon, each source for itself.
 */
export class SourceReader {
  readonly #options: Required<SourceReaderOptions>;
  readonly #stopped = new AbortController();
  /** Reads that go on, by source. */
  readonly #reading = new Map<string, Promise<void>>();
  /** What reads of directories began and did not end yet. */
  readonly #unended = new Map<string, Promise<unknown>>();
  readonly #parsed = new Map<string, ParsedFiles>();

  /** Notes that a source is not read yet, until they are kept. */
  readonly #noting = new Map<string, Promise<void>>();
  /** Sources of which more is known than that they are not read yet. */
  readonly #answered = new Set<string>();
  /** What the last read gave, until the database keeps it. */
  readonly #unkept = new Map<string, LoadedSource>();
  /** Sources whose last read failed. */
  readonly #failed = new Set<string>();

  private constructor(options: SourceReaderOptions) {
    this.#options = {
      limitMs: MAX_READ_MS,
      startWaitMs: START_WAIT_MS,
      restMs: REST_MS,
      ...options,
    };
  }

  static create(options: SourceReaderOptions): SourceReader {
    return new SourceReader(options);
  }

  /**
   * Begins to read everything, now and by the schedule of each source. Waits
   * for directories, and not long: who opens the portal when it is ready sees
   * their missions. What comes over a network nobody waits for.
   */
  async start(scheduler: SchedulerService): Promise<void> {
    const { sources, startWaitMs } = this.#options;
    await Promise.all([
      this.#insist('Sources of before could not be forgotten', () =>
        this.#forgetOthers(),
      ),
      ...sources.map(source =>
        this.#insist(
          `It could not be noted that source ${source.name} is not read yet`,
          () => this.#noteUnread(source),
        ),
      ),
    ]);
    const scheduled = sources.map(source =>
      this.#insist(`Source ${source.name} could not be scheduled`, () =>
        this.#schedule(source, scheduler),
      ),
    );
    const directories = sources.flatMap(source => {
      const read = this.#insist(
        `What source ${source.name} gave could not be kept`,
        this.#readOnce(source),
      );
      return source.isDirectory ? [read] : [];
    });
    await within(startWaitMs, [...scheduled, ...directories]);
  }

  /** Ends reads that go on, without a trace of them. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#reading.values());
  }

  /** Reads one source and keeps what it gave; joins a read that goes on. */
  readNow(source: MissionSource, signal?: AbortSignal): Promise<void> {
    return this.#alone(source, () => this.#read(source, signal));
  }

  /** Joins what goes on with the source, or begins this. */
  #alone(source: MissionSource, work: () => Promise<void>): Promise<void> {
    const { name } = source;
    const reading =
      this.#reading.get(name) ??
      work().finally(() => this.#reading.delete(name));
    this.#reading.set(name, reading);
    return reading;
  }

  /** Work that reads a source once; again, it only keeps what was read. */
  #readOnce(source: MissionSource): () => Promise<void> {
    return () => {
      const unkept = this.#unkept.get(source.name);
      return unkept
        ? this.#alone(source, () => this.#keep(source, unkept))
        : this.readNow(source);
    };
  }

  /** Tries it, and again after each rest until it succeeds; waits for the first try. */
  async #insist(what: string, work: () => Promise<void>): Promise<void> {
    const { logger, restMs } = this.#options;
    const { signal } = this.#stopped;
    if (signal.aborted) {
      return;
    }
    try {
      await work();
    } catch (error) {
      logger.warn(
        `${what}; trying again in ${restMs / 1000} s`,
        error as Error,
      );
      setTimeout(() => this.#insist(what, work), restMs).unref();
    }
  }

  async #forgetOthers(): Promise<void> {
    const { store, sources } = this.#options;
    const names = sources.map(({ name }) => name);
    await store.transaction(tx => forgetOtherSources({ tx, sources: names }));
  }

  async #schedule(
    source: MissionSource,
    scheduler: SchedulerService,
  ): Promise<void> {
    await scheduler.scheduleTask({
      id: `missions-source-${source.name}`,
      frequency: { seconds: source.everySeconds },
      timeout: {
        seconds: Math.ceil(this.#options.limitMs / 1000) + KEEP_SECONDS,
      },
      initialDelay: { seconds: source.everySeconds },
      signal: this.#stopped.signal,
      fn: async signal => this.readNow(source, signal),
    });
  }

  /** What a read gave is newer than this note, and waits for it. */
  async #noteUnread(source: MissionSource): Promise<void> {
    const { store } = this.#options;
    if (this.#answered.has(source.name)) {
      return;
    }
    const noting = store.transaction(async tx => {
      const since = (await store.now(tx)).toISOString();
      const isKnown = (await readMissions({ tx })).some(
        ({ summary }) => summary.source === source.name,
      );
      const problem = unreadProblem(source, { since, isKnown });
      await noteUnreadSource({ tx, problem });
    });
    this.#noting.set(source.name, noting);
    await noting;
  }

  async #read(source: MissionSource, signal?: AbortSignal): Promise<void> {
    const loaded = await this.#load(source, signal);
    if (loaded) {
      this.#tell(source, loaded);
      await this.#keep(source, loaded);
    }
  }

  /** Once when a source cannot be read, and once when it can again. */
  #tell({ name }: MissionSource, { missions, problems }: LoadedSource): void {
    const { logger } = this.#options;
    const failed = this.#failed.has(name);
    if (!missions && !failed) {
      this.#failed.add(name);
      const [{ message, remedy }] = problems;
      logger.warn(
        visibleText(
          [`Source ${name}: ${message}`, ...(remedy ? [remedy] : [])].join(
            '; ',
          ),
        ),
      );
    }
    if (missions && failed) {
      this.#failed.delete(name);
      logger.info(`Source ${name} can be read again`);
    }
  }

  async #keep(source: MissionSource, loaded: LoadedSource): Promise<void> {
    const { store, logger, seeder } = this.#options;
    this.#unkept.set(source.name, loaded);
    this.#answered.add(source.name);
    await this.#noting.get(source.name)?.catch(alreadyTold);
    const { missions, fixtures } = loaded;
    const unseeded = fixtures ? await seeder.seed(source.name, fixtures) : [];
    const problems = [...loaded.problems, ...unseeded];
    await store.transaction(async tx => {
      const now = (await store.now(tx)).toISOString();
      await saveMissions({ tx, source: source.name, missions, problems, now });
    });
    this.#unkept.delete(source.name);
    const errors = problems.filter(problem => problem.severity !== 'warning');
    logger.debug(
      `Source ${source.name}: ${missions?.length ?? 'no'} missions, ${
        errors.length
      } errors`,
    );
  }

  /** Undefined when nobody wants to know any more. */
  async #load(
    source: MissionSource,
    wanted: AbortSignal | undefined,
  ): Promise<LoadedSource | undefined> {
    const { limitMs } = this.#options;
    const unwanted = [this.#stopped.signal, ...(wanted ? [wanted] : [])];
    if (unwanted.some(each => each.aborted)) {
      return undefined;
    }
    const late = new AbortController();
    const limit = setTimeout(() => late.abort(), limitMs);
    const signal = AbortSignal.any([late.signal, ...unwanted]);
    try {
      // Not every reader of addresses obeys its signal, and no directory does.
      const loaded = await Promise.race([
        this.#begin(source, signal),
        aborted(signal),
      ]);
      if (unwanted.some(each => each.aborted)) {
        return undefined;
      }
      return late.signal.aborted || !loaded
        ? { problems: [lateProblem(source, limitMs)] }
        : loaded;
    } finally {
      clearTimeout(limit);
    }
  }

  /**
   * A file system that hangs keeps a thread of the process for each read, of
   * which there are four: nothing more is read there until the last one ends.
   */
  async #begin(
    source: MissionSource,
    signal: AbortSignal,
  ): Promise<LoadedSource | undefined> {
    const { registry } = this.#options;
    const { name, isDirectory } = source;
    const former = this.#unended.get(name);
    if (former) {
      await former.catch(alreadyTold);
      if (signal.aborted) {
        return undefined;
      }
    }
    const parsedFiles = this.#parsed.get(name) ?? new ParsedFiles();
    this.#parsed.set(name, parsedFiles);
    const begun = loadSource({ source, registry, signal, parsedFiles });
    if (isDirectory) {
      this.#unended.set(name, begun);
    }
    try {
      return await begun;
    } finally {
      if (this.#unended.get(name) === begun) {
        this.#unended.delete(name);
      }
    }
  }
}

function alreadyTold(): void {}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise(resolve => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}

/** Waits for all, and no longer than this. */
async function within(
  milliseconds: number,
  all: readonly Promise<void>[],
): Promise<void> {
  let limit: ReturnType<typeof setTimeout> | undefined;
  await Promise.race([
    Promise.all(all),
    new Promise(resolve => {
      limit = setTimeout(resolve, milliseconds);
    }),
  ]);
  clearTimeout(limit);
}
