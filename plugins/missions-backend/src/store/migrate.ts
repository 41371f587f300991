import { readdir } from 'node:fs/promises';
import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import type { Dialect } from './dialect';
import { overDeadlocks } from './overDeadlocks';
import type { SchemaGuard } from './SchemaGuard';

/** What {@link migrate} needs. */
export interface MigrateOptions {
  readonly db: Knex;
  readonly dialect: Dialect;
  /** Folder of the migrations of this version. */
  readonly directory: string;
  readonly schema: SchemaGuard;
  /** Somebody else migrates, before the start. */
  readonly skip?: boolean;
}

/**
 * Brings the schema up to this version, one replica after the other. Migrations
 * of a newer version may be there already: as long as none of them began a
 * generation that this engine does not know, it goes on beside them. Answers
 * their names. Throws SCHEMA_NEWER, and DATABASE_UNAVAILABLE when migrations
 * are missing that somebody else should have run.
 */
export async function migrate(
  options: MigrateOptions,
): Promise<readonly string[]> {
  const { db, dialect } = options;
  const { migrationLock } = dialect;
  if (migrationLock === undefined) {
    return migrateAlone(options);
  }
  return overDeadlocks(() =>
    db.transaction(async tx => {
      await tx.raw(migrationLock);
      return migrateAlone({ ...options, db: tx });
    }),
  );
}

async function migrateAlone({
  db,
  directory,
  schema,
  skip,
}: MigrateOptions): Promise<readonly string[]> {
  // Knex itself would call a database that is newer a corrupt directory.
  const config = { directory, disableMigrationsListValidation: true };
  const [completed, missing]: [{ name: string }[], { file: string }[]] =
    await db.migrate.list(config);
  if (await db.schema.hasTable('schema_breaks')) {
    await schema.guard(db);
  }
  const own = new Set(await readdir(directory));
  const foreign = completed
    .map(({ name }) => name)
    .filter(name => !own.has(name));
  if (missing.length > 0) {
    const names = missing.map(({ file }) => file);
    if (foreign.length > 0) {
      throw anotherLine(foreign, names);
    }
    if (skip) {
      throw notMigrated(names);
    }
    await db.migrate.latest(config);
  }
  return foreign;
}

function anotherLine(
  foreign: readonly string[],
  missing: readonly string[],
): MissionError {
  return new MissionError(
    'SCHEMA_NEWER',
    `The database has migrations that this version does not have (${foreign.join(
      ', ',
    )}), and lacks some that it has (${missing.join(
      ', ',
    )}): another line of versions made it. Nothing was changed.`,
    {
      remedy:
        'Start the version that migrated it last, or a later one that has both; or put a backup of before in its place.',
    },
  );
}

function notMigrated(missing: readonly string[]): MissionError {
  return new MissionError(
    'DATABASE_UNAVAILABLE',
    `The database lacks migrations of this version, and skipMigrations says that somebody else runs them: ${missing.join(
      ', ',
    )}. Nothing was changed.`,
    {
      remedy:
        'Run them, or take skipMigrations out of the configuration, and start again.',
    },
  );
}
