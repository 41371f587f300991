import type {
  LoggerService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import type { Registry } from '../registry';
import type { Store } from '../store';
import {
  forgetOtherSources,
  saveMissions,
} from '../store/operations/saveMissions';
import type { DemoSeeder } from './DemoSeeder';
import { loadSource } from './loadSource';
import type { MissionSource } from './MissionSource';

/** Longest read of one source, in seconds. */
const TIMEOUT_SECONDS = 120;

/** What the service is made of. */
export interface SourceReaderOptions {
  readonly sources: readonly MissionSource[];
  readonly store: Store;
  readonly registry: Registry;
  readonly logger: LoggerService;
  readonly seeder: DemoSeeder;
}

/** Reads the configured sources at start and again and again. */
export class SourceReader {
  readonly #options: SourceReaderOptions;

  private constructor(options: SourceReaderOptions) {
    this.#options = options;
  }

  static create(options: SourceReaderOptions): SourceReader {
    return new SourceReader(options);
  }

  /** Reads everything now, then by the schedule of each source. */
  async start(scheduler: SchedulerService): Promise<void> {
    const { sources, store } = this.#options;
    await store.transaction(tx =>
      forgetOtherSources({ tx, sources: sources.map(source => source.name) }),
    );
    await Promise.all(sources.map(source => this.readNow(source)));
    for (const source of sources) {
      await scheduler.scheduleTask({
        id: `missions-source-${source.name}`,
        frequency: { seconds: source.everySeconds },
        timeout: { seconds: TIMEOUT_SECONDS },
        initialDelay: { seconds: source.everySeconds },
        fn: async signal => this.readNow(source, signal),
      });
    }
  }

  /** Reads one source and keeps what it gave. */
  async readNow(source: MissionSource, signal?: AbortSignal): Promise<void> {
    const { store, registry, logger, seeder } = this.#options;
    const loaded = await loadSource({ source, registry, signal });
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
}
