import type { EnginePart, PartTrouble } from '../pulse';
import type { Store } from '../store';
import { readSourceReads } from '../store/operations/readSourceReads';
import { MAX_READ_MS, type MissionSource } from './MissionSource';

/** Reads in a row that fail or do not come before a source is told. */
const MISSED_READS = 3;

/**
 * Knows which sources nobody could read since long: several processes share
 * the reads of a schedule, so the database says when each was read last.
 */
export class SourceAges implements EnginePart {
  readonly #sources: readonly MissionSource[];
  readonly #store: Store;
  /** By the clock that nobody sets. */
  readonly #createdAt = performance.now();

  private constructor(sources: readonly MissionSource[], store: Store) {
    this.#sources = sources;
    this.#store = store;
  }

  static create(options: {
    sources: readonly MissionSource[];
    store: Store;
  }): SourceAges {
    return new SourceAges(options.sources, options.store);
  }

  /** Which sources are old; none of them in the time in which it could be read first. */
  get trouble(): Promise<PartTrouble | undefined> {
    return this.#trouble();
  }

  async #trouble(): Promise<PartTrouble | undefined> {
    const ageMs = performance.now() - this.#createdAt;
    const patient = this.#sources.filter(source => ageMs > longMs(source));
    if (patient.length === 0) {
      return undefined;
    }
    const now = await this.#store.now();
    const reads = await readSourceReads({ tx: this.#store.db });
    const created = new Date(now.getTime() - ageMs);
    const old = patient
      .map(source => {
        const read = reads.get(source.name);
        return { source, read, since: read ?? created };
      })
      .filter(
        ({ source, since }) => now.getTime() - since.getTime() > longMs(source),
      );
    if (old.length === 0) {
      return undefined;
    }
    return {
      since: new Date(Math.min(...old.map(({ since }) => since.getTime()))),
      message: `Missions are not renewed: ${old
        .map(({ source: { name }, read }) =>
          read
            ? `source '${name}' was read last at ${read.toISOString()}`
            : `source '${name}' was never read`,
        )
        .join(', ')}.`,
      remedy:
        'The problems of missions (GET /mission-problems) say what is wrong with a source, or the log of the backend does; it is asked again by itself.',
    };
  }
}

function longMs({ everySeconds }: MissionSource): number {
  return MISSED_READS * everySeconds * 1000 + MAX_READ_MS;
}
