import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';

/**
 * The newest generation of tables and stored values that this engine knows. A
 * migration that older engines must not write beside begins the next one, and
 * raises this number (docs/decisions/0005).
 */
export const SCHEMA_GENERATION = 1;

/** SQL: no migration began a generation that this engine does not know. */
export const schemaFits = `NOT EXISTS (SELECT 1 FROM schema_breaks WHERE generation > ${SCHEMA_GENERATION})`;

/** What is wrong while the schema is newer than this engine. */
interface SchemaTrouble {
  readonly since: Date;
  readonly message: string;
  readonly remedy: string;
}

/**
 * Knows whether the database was upgraded beyond this engine, also while it
 * runs. What claims a target, renews a lease or changes a run asks within its
 * own statement (`schemaFits`); other transactions ask by `guard`. As the
 * migration locks the table, nothing that asked before is still under way when
 * it begins, and nothing that asks later writes.
 */
export class SchemaGuard {
  #trouble: SchemaTrouble | undefined;
  #error: MissionError | undefined;
  readonly #listeners: ((error: MissionError) => void)[] = [];

  /** Since when this engine writes nothing more, and why. */
  get trouble(): SchemaTrouble | undefined {
    return this.#trouble;
  }

  /** Why this engine writes nothing more. */
  get newer(): MissionError | undefined {
    return this.#error;
  }

  /** Is told each time that the schema becomes a newer one. */
  onNewer(listener: (error: MissionError) => void): void {
    this.#listeners.push(listener);
  }

  /** Looks, and keeps what it saw. Throws SCHEMA_NEWER. */
  async guard(db: Knex | Knex.Transaction): Promise<void> {
    await this.look(db);
    if (this.#error) {
      throw this.#error;
    }
  }

  /** Looks; a migration may have been taken back, too. */
  async look(db: Knex | Knex.Transaction): Promise<void> {
    const row = await db('schema_breaks')
      .where('generation', '>', SCHEMA_GENERATION)
      .orderBy('generation', 'desc')
      .first('generation', 'least_version');
    if (!row) {
      this.#trouble = undefined;
      this.#error = undefined;
      return;
    }
    const known = this.#error;
    const { generation, least_version: least } = row;
    this.#error = schemaNewer(generation, least);
    this.#trouble = {
      since: this.#trouble?.since ?? new Date(),
      message: this.#error.message,
      remedy: this.#error.remedy!,
    };
    if (!known) {
      for (const listener of this.#listeners) {
        listener(this.#error);
      }
    }
  }
}

function schemaNewer(generation: number, least: string): MissionError {
  return new MissionError(
    'SCHEMA_NEWER',
    `The database was upgraded to generation ${generation}, which version ${least} and later know; this version knows generation ${SCHEMA_GENERATION}. It claims and writes nothing more; nothing is lost.`,
    {
      remedy: `Replace this process by version ${least} or later; it goes on where this one stopped.`,
      details: { generation, leastVersion: least },
    },
  );
}
