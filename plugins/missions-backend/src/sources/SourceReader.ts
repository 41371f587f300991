import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
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
import type { MissionSource } from './MissionSource';
import { lateProblem, unreadProblem } from './sourceProblems';

/** Longest read of one source, the first one and those by schedule. */
const LIMIT_MS = 120_000;
/** What the scheduler allows above that, to keep what was read. */
const KEEP_SECONDS = 30;
/** How long the start waits for directories, which are read in a moment. */
const START_WAIT_MS = 10_000;

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
}

/**
 * Reads the configured sources at start and again and again, one read of a
 * source at a time. A read ends at its limit and with the process, whatever the
 * source does; until its first one ends, a problem says that a source was not
 * read yet.
 */
export class SourceReader {
  readonly #options: Required<SourceReaderOptions>;
  readonly #stopped = new AbortController();
  /** Reads that go on, by source. */
  readonly #reading = new Map<string, Promise<void>>();
  /** What reads of directories began and did not end yet. */
  readonly #unended = new Map<string, Promise<unknown>>();

  private constructor(options: SourceReaderOptions) {
    this.#options = {
      limitMs: LIMIT_MS,
      startWaitMs: START_WAIT_MS,
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
    const { sources, startWaitMs, limitMs } = this.#options;
    await this.#noteUnread();
    const directories = sources.flatMap(source => {
      const read = this.#readFirst(source);
      return source.isDirectory ? [read] : [];
    });
    await within(startWaitMs, directories);
    for (const source of sources) {
      await scheduler.scheduleTask({
        id: `missions-source-${source.name}`,
        frequency: { seconds: source.everySeconds },
        timeout: { seconds: Math.ceil(limitMs / 1000) + KEEP_SECONDS },
        initialDelay: { seconds: source.everySeconds },
        signal: this.#stopped.signal,
        fn: async signal => this.readNow(source, signal),
      });
    }
  }

  /** Ends reads that go on, without a trace of them. */
  async stop(): Promise<void> {
    this.#stopped.abort();
    await Promise.allSettled(this.#reading.values());
  }

  /** Reads one source and keeps what it gave; joins a read that goes on. */
  readNow(source: MissionSource, signal?: AbortSignal): Promise<void> {
    const reading =
      this.#reading.get(source.name) ??
      this.#read(source, signal).finally(() =>
        this.#reading.delete(source.name),
      );
    this.#reading.set(source.name, reading);
    return reading;
  }

  async #noteUnread(): Promise<void> {
    const { sources, store } = this.#options;
    await store.transaction(async tx => {
      await forgetOtherSources({
        tx,
        sources: sources.map(source => source.name),
      });
      const since = (await store.now(tx)).toISOString();
      const missions = await readMissions({ tx });
      for (const source of sources) {
        const isKnown = missions.some(
          ({ summary }) => summary.source === source.name,
        );
        const problem = unreadProblem(source, { since, isKnown });
        await noteUnreadSource({ tx, problem });
      }
    });
  }

  async #readFirst(source: MissionSource): Promise<void> {
    try {
      await this.readNow(source);
    } catch (error) {
      this.#options.logger.warn(
        `What source ${source.name} gave could not be kept; it is read again in ${source.everySeconds} s`,
        error as Error,
      );
    }
  }

  async #read(source: MissionSource, signal?: AbortSignal): Promise<void> {
    const { store, logger, seeder } = this.#options;
    const loaded = await this.#load(source, signal);
    if (!loaded) {
      return;
    }
    const { missions, fixtures } = loaded;
    const unseeded = fixtures ? await seeder.seed(source.name, fixtures) : [];
    const problems = [...loaded.problems, ...unseeded];
    await store.transaction(async tx => {
      const now = (await store.now(tx)).toISOString();
      await saveMissions({ tx, source: source.name, missions, problems, now });
    });
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
      await former;
      if (signal.aborted) {
        return undefined;
      }
    }
    const begun = loadSource({ source, registry, signal });
    if (isDirectory) {
      this.#unended.set(name, begun);
    }
    const loaded = await begun;
    this.#unended.delete(name);
    return loaded;
  }
}

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
