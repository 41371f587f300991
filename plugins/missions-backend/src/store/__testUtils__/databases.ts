import { basename, join, resolve } from 'node:path';
import { TestDatabaseId, TestDatabases } from './TestDatabases';

const POSTGRES_URL =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;
const BOTH = [TestDatabaseId.Sqlite, TestDatabaseId.Postgres];
const STORE = join(resolve(__dirname, '..'), '/');

/**
 * Databases on which the engine's promises are tested: SQLite always,
 * PostgreSQL where a server is given. Where CI gives none, the tests fail
 * instead of passing over it.
 *
 * @remarks With `MISSIONS_TEST_SHORT`, the short form, a file of tests
 * runs on one of them, as {@link databasesOf} chooses it; on `both` where it tests
 * statements of SQL that no other file has.
 */
export function engineDatabases(options: { both?: boolean } = {}): {
  ids: readonly TestDatabaseId[];
  databases: TestDatabases;
} {
  if (!POSTGRES_URL && process.env.CI) {
    throw new Error(
      'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING is not set',
    );
  }
  const chosen =
    process.env.MISSIONS_TEST_SHORT && !options.both
      ? databasesOf(expect.getState().testPath!)
      : BOTH;
  return {
    ids: POSTGRES_URL ? chosen : [TestDatabaseId.Sqlite],
    databases: TestDatabases.create(POSTGRES_URL),
  };
}

/** Both for a test of the store; else one, by a number that its name gives. */
export function databasesOf(testPath: string): readonly TestDatabaseId[] {
  if (testPath.startsWith(STORE)) {
    return BOTH;
  }
  const sum = [...basename(testPath)].reduce(
    (before, character) => before + character.codePointAt(0)!,
    0,
  );
  return [sum % 2 === 0 ? TestDatabaseId.Sqlite : TestDatabaseId.Postgres];
}
