import type { Knex } from 'knex';

/**
 * What the two databases do differently. Only this file knows drivers;
 * everything else asks for a capability or for a piece of SQL.
 */
export interface Dialect {
  /** For people: SQLite or PostgreSQL. */
  readonly title: string;
  /** Rows can be locked and locked rows passed over. */
  readonly skipLocked: boolean;
  /** Only one process may use the database. */
  readonly singleProcess: boolean;
  /** Processes can tell each other what is new (LISTEN and NOTIFY). */
  readonly notifies: boolean;
  /** Many rows are written by one statement, from JSON. */
  readonly setsOfRows: boolean;
  /** Words of runs have an index (`runs_words`), whose every entry is read. */
  readonly indexesWords: boolean;
  /** Statements to run on a new connection. */
  readonly pragmas: readonly string[];
  /** Waits, until the transaction ends, for another process that migrates. */
  readonly migrationLock?: string;
  /** Statements that hold the brakes until the transaction ends: many writes at once, or one freeze. Absent where there is one writer at a time. */
  readonly brakeLock?: { readonly write: string; readonly freeze: string };
  /** Statement after which the rest of the transaction waits so long, in milliseconds, for each lock. Absent where there is one writer at a time. */
  lockLimit?(milliseconds: number): string;
  /** Whether something was refused because somebody held a lock for longer than the limit. */
  isLockRefusal(error: unknown): boolean;
  /** SQL of the database's clock as ISO-8601 UTC text with milliseconds. */
  readonly now: string;
  /** SQL of the clock, moved by one bound number of milliseconds. */
  readonly nowPlus: string;
  /** Rows of a raw statement. */
  rows<T>(result: unknown): T[];
  /** SQL of a text inside a column that holds a JSON object. */
  jsonText(column: string, ...path: string[]): string;
  /** SQL of a table `item` whose `item.value` is each entry of a JSON list. */
  jsonItems(column: string, key: string): string;
}

/** lock_not_available: `lock_timeout` is over. */
const LOCK_REFUSED = '55P03';
const POSTGRES_FORMAT = `'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'`;

/**
 * What JSON may hold and jsonb refuses: NUL, and halves of a pair, which
 * JSON.stringify writes as escapes only where the other half is missing.
 */
const UNKEPT_ESCAPES = String.raw`'\\u(0000|d[89a-f][0-9a-f]{2})'`;

const postgres: Dialect = {
  title: 'PostgreSQL',
  skipLocked: true,
  singleProcess: false,
  notifies: true,
  setsOfRows: true,
  indexesWords: false,
  pragmas: [],
  migrationLock: `SELECT pg_advisory_xact_lock(hashtext('mission_control_migrations'))`,
  brakeLock: {
    write: `SELECT pg_advisory_xact_lock_shared(hashtext('mission_control_brakes'))`,
    freeze: `SELECT pg_advisory_xact_lock(hashtext('mission_control_brakes'))`,
  },
  lockLimit: milliseconds => `SET LOCAL lock_timeout = '${milliseconds}ms'`,
  isLockRefusal: error =>
    (error as { code?: unknown } | undefined)?.code === LOCK_REFUSED,
  now: `to_char(clock_timestamp() at time zone 'UTC', ${POSTGRES_FORMAT})`,
  nowPlus: `to_char((clock_timestamp() + (?::float8 * interval '1 millisecond')) at time zone 'UTC', ${POSTGRES_FORMAT})`,
  rows: result => (result as { rows: any[] }).rows,
  jsonText: (column, ...path) =>
    `((${column})::jsonb #>> '{${path.join(',')}}')`,
  jsonItems: (column, key) =>
    `jsonb_array_elements(regexp_replace(${column}, ${UNKEPT_ESCAPES}, '\\\\ufffd', 'g')::jsonb -> '${key}') AS item(value)`,
};

const sqlite: Dialect = {
  title: 'SQLite',
  skipLocked: false,
  singleProcess: true,
  notifies: false,
  setsOfRows: false,
  indexesWords: true,
  pragmas: [
    'PRAGMA journal_mode = WAL',
    'PRAGMA synchronous = FULL',
    'PRAGMA busy_timeout = 5000',
    'PRAGMA foreign_keys = ON',
  ],
  isLockRefusal: () => false,
  now: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now')`,
  nowPlus: `strftime('%Y-%m-%dT%H:%M:%fZ', 'now', (? / 1000.0) || ' seconds')`,
  rows: result => result as any[],
  jsonText: (column, ...path) =>
    `json_extract(${column}, '$.${path.join('.')}')`,
  jsonItems: (column, key) => `json_each(${column}, '$.${key}') AS item`,
};

/** The dialect of a knex client. */
export function dialectOf(knex: Knex): Dialect {
  return /^(pg|postgres)/.test(String(knex.client.config.client))
    ? postgres
    : sqlite;
}
