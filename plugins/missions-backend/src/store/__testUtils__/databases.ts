import {
  type TestDatabaseId,
  TestDatabases,
} from '@backstage/backend-test-utils';

const POSTGRES = 'POSTGRES_18';
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
  const ids: TestDatabaseId[] = POSTGRES_URL
    ? ['SQLITE_3', POSTGRES as TestDatabaseId]
    : ['SQLITE_3'];
  return { ids, databases: TestDatabases.create({ ids }) };
}
