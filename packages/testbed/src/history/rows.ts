import type { Knex } from 'knex';

type Row = Record<string, unknown>;

/** Rows of the engine's tables as they were recorded, by table. */
export type RecordedRows = Readonly<Record<string, readonly Row[]>>;

/** What belongs to a process and not to the runs, and what knex keeps. */
const LEFT_OUT =
  /^(knex_.*|sqlite_.*|process_lock|worker_replicas|left_targets)$/;
/** Others refer to these. */
const FIRST = [
  'mission_versions',
  'missions',
  'orbits',
  'runs',
  'run_targets',
  'approvals',
];
/** The database numbers these rows itself. */
const NUMBERED = ['run_evidence', 'mission_problems'];
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

/** All rows of a SQLite database, and its newest migration. */
export async function dumpRows(
  tx: Knex.Transaction,
): Promise<{ schema: string; rows: RecordedRows }> {
  const tables: { name: string }[] = await tx.raw(
    `SELECT name FROM pragma_table_list WHERE schema = 'main' AND type = 'table' ORDER BY name`,
  );
  const rows: Record<string, Row[]> = {};
  for (const { name } of tables) {
    if (!LEFT_OUT.test(name)) {
      const found: Row[] = await tx(name).select();
      if (found.length > 0) {
        rows[name] = found.map(row => recorded(name, row));
      }
    }
  }
  const [{ schema }] = await tx('knex_migrations').max({ schema: 'name' });
  return { schema, rows };
}

/** Without what says nothing, so that the files stay small. */
function recorded(table: string, row: Row): Row {
  return Object.fromEntries(
    Object.entries(row).filter(
      ([column, value]) =>
        value !== null && !(column === 'id' && NUMBERED.includes(table)),
    ),
  );
}

/**
 * Puts recorded rows into a database of the schema that they were recorded
 * at. Their times move on by `shiftMs`, so that no approval or undo is over
 * because the recording is old.
 */
export async function loadRows(
  db: Knex,
  rows: RecordedRows,
  shiftMs: number,
): Promise<void> {
  const names = [
    ...FIRST.filter(name => rows[name]),
    ...Object.keys(rows).filter(name => !FIRST.includes(name)),
  ];
  for (const name of names) {
    const columns = await db(name).columnInfo();
    for (const row of rows[name]) {
      await db(name).insert(
        Object.fromEntries(
          Object.entries(row).map(([column, value]) => [
            column,
            columns[column].type === 'boolean'
              ? Boolean(value)
              : shifted(value, shiftMs),
          ]),
        ),
      );
    }
  }
}

function shifted(value: unknown, shiftMs: number): unknown {
  return typeof value === 'string' && TIME.test(value)
    ? new Date(Date.parse(value) + shiftMs).toISOString()
    : value;
}
