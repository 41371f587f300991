import { TestDatabaseId, TestDatabases } from './TestDatabases';

const POSTGRES_URL =
  process.env.BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING;

/**
 * Databases on which the engine's promises are tested: SQLite always,
 * PostgreSQL where a server is given. Where CI gives none, the tests fail
 * instead of passing over it.
 */
export function engineDatabases(): {
  ids: TestDatabaseId[];
  databases: TestDatabases;
} {
  if (!POSTGRES_URL && process.env.CI) {
    throw new Error(
      'BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING is not set',
    );
  }
  return {
    ids: POSTGRES_URL
      ? [TestDatabaseId.Sqlite, TestDatabaseId.Postgres]
      : [TestDatabaseId.Sqlite],
    databases: TestDatabases.create(POSTGRES_URL),
  };
}
