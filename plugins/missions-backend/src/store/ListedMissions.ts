import type { Knex } from 'knex';
import {
  type ListedMission,
  readListedMissions,
} from './operations/readMissions';
import { readRevisions } from './operations/readSourceReads';

/**
 * All missions, for lists and searches: read again when a source was, by any
 * process, since.
 */
export class ListedMissions {
  #known:
    | {
        readonly revisions: string;
        readonly missions: readonly ListedMission[];
      }
    | undefined;

  /** By title. They are shared: nobody changes them. */
  async all(db: Knex): Promise<readonly ListedMission[]> {
    // Before the missions: what is read after it may be newer, never older.
    const revisions = await readRevisions({ tx: db });
    if (this.#known?.revisions !== revisions) {
      const missions = await readListedMissions({ tx: db });
      this.#known = { revisions, missions };
    }
    return this.#known.missions;
  }
}
