import {
  MissionError,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/** One immutable version of a mission, as a run needs it. */
export interface MissionVersion {
  readonly ref: string;
  readonly version: string;
  readonly spec: MissionSpec;
}

/** Reads mission versions; they never change, so each is parsed once. */
export class MissionVersions {
  readonly #cache = new Map<string, MissionVersion>();
  readonly #limit: number;

  constructor(limit: number = 200) {
    this.#limit = limit;
  }

  /** Throws NOT_FOUND when the version was never stored. */
  async get(
    db: Knex | Knex.Transaction,
    ref: string,
    version: string,
  ): Promise<MissionVersion> {
    const key = `${ref}@${version}`;
    const known = this.#cache.get(key);
    if (known) {
      return known;
    }
    const row = await db('mission_versions')
      .where({ ref, version })
      .first('spec_json');
    if (!row) {
      throw new MissionError(
        'NOT_FOUND',
        `Version ${version} of mission '${ref}' is not stored`,
      );
    }
    const loaded = { ref, version, spec: JSON.parse(row.spec_json) };
    if (this.#cache.size >= this.#limit) {
      this.#cache.delete(this.#cache.keys().next().value!);
    }
    this.#cache.set(key, loaded);
    return loaded;
  }
}
