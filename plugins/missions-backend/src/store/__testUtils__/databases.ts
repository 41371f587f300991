import { basename, dirname, resolve } from 'node:path';
import { TestDatabaseId, TestDatabases } from './TestDatabases';

const POSTGRES_URL =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;
/** Only here are statements of SQL written. */
const STORE = resolve(__dirname, '..');

/**
 * Databases on which the engine's promises are tested: SQLite always,
 * PostgreSQL where a server is given. Where CI gives none, the tests fail
 * instead of passing over it.
 *
 * @remarks With `MISSIONS_TEST_ONE_DATABASE` a file of tests outside the store
 * runs on one of them, as {@link databasesOf} chooses it.
 */
export function engineDatabases(): {
  ids: readonly TestDatabaseId[];
  databases: TestDatabases;
} {
  if (!POSTGRES_URL && process.env.CI) {
    throw new Error(
      'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING is not set',
    );
  }
  const both = [TestDatabaseId.Sqlite, TestDatabaseId.Postgres];
  const chosen = process.env.MISSIONS_TEST_ONE_DATABASE
    ? databasesOf(expect.getState().testPath!)
    : both;
  return {
    ids: POSTGRES_URL ? chosen : [TestDatabaseId.Sqlite],
    databases: TestDatabases.create(POSTGRES_URL),
  };
}

/** Both for a test of the store; else one, by a number that its path gives. */
export function databasesOf(testPath: string): readonly TestDatabaseId[] {
  if (dirname(testPath).startsWith(STORE)) {
    return [TestDatabaseId.Sqlite, TestDatabaseId.Postgres];
  }
  const sum = [...basename(testPath)].reduce(
    (before, character) => before + character.codePointAt(0)!,
    0,
  );
  return [sum % 2 === 0 ? TestDatabaseId.Sqlite : TestDatabaseId.Postgres];
}
