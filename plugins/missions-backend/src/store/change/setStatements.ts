import { quoted, type Statement } from './Statement';
import { type Columns, Copy, keyColumns, type WriteSet } from './WriteSet';

/** Rows of one statement. */
interface Group {
  readonly table: string;
  /** Columns that are bound, those of the key first. */
  readonly names: readonly string[];
  /** Number of the key's columns. */
  readonly keys: number;
  /** Columns that take the value of another one. */
  readonly copies: readonly (readonly [string, string])[];
  readonly rows: Record<string, unknown>[];
}

/**
 * Statements that write the rows of many sets at once, one for each table and
 * choice of columns. PostgreSQL reads the rows from one JSON text, with the
 * types that the table has.
 */
export function setStatements(sets: readonly WriteSet[]): Statement[] {
  const removals = new Map<string, Group>();
  const updates = new Map<string, Group>();
  for (const set of sets) {
    for (const { table, where } of set.removals) {
      add(removals, table, where, {});
    }
    for (const { table, key, columns } of set.updates) {
      add(updates, table, key, columns);
    }
  }
  return [
    ...[...removals.values()].map(deletion),
    ...inOrder(updates).map(update),
    ...insertStatements(sets),
  ];
}

/** Of {@link setStatements} those that insert. */
export function insertStatements(sets: readonly WriteSet[]): Statement[] {
  const inserts = new Map<string, Group>();
  for (const { table, row } of sets.flatMap(set => set.inserts)) {
    add(inserts, table, row, {});
  }
  return inOrder(inserts).map(insertion);
}

function add(
  groups: Map<string, Group>,
  table: string,
  key: Columns,
  columns: Columns,
): void {
  const bound: Record<string, unknown> = { ...key };
  const copies: (readonly [string, string])[] = [];
  for (const [name, value] of Object.entries(columns)) {
    if (value instanceof Copy) {
      copies.push([name, value.column]);
    } else {
      bound[name] = value;
    }
  }
  const names = Object.keys(bound);
  const id = [table, ...names, ...copies.flat()].join(' ');
  const group = groups.get(id) ?? {
    table,
    names,
    keys: Object.keys(key).length,
    copies,
    rows: [],
  };
  group.rows.push(bound);
  groups.set(id, group);
}

const tables = [
  ...Object.keys(keyColumns),
  'run_events',
  'run_evidence',
  'run_logs',
];

/** A row comes after what it refers to, and locks are taken in one order. */
function inOrder(groups: Map<string, Group>): Group[] {
  return [...groups.values()].sort(
    (one, other) => tables.indexOf(one.table) - tables.indexOf(other.table),
  );
}

const rowsOf = (table: string) =>
  `json_populate_recordset(NULL::${table}, ?::json)`;

const joined = (names: readonly string[]) =>
  names.map(name => `t.${quoted(name)} = x.${quoted(name)}`).join(' AND ');

function deletion({ table, names, rows }: Group): Statement {
  return {
    sql: `DELETE FROM ${table} t USING ${rowsOf(table)} x WHERE ${joined(
      names,
    )}`,
    bindings: [jsonOf(rows)],
  };
}

function update({ table, names, keys, copies, rows }: Group): Statement {
  const assigned = [
    ...names.slice(keys).map(name => `${quoted(name)} = x.${quoted(name)}`),
    ...copies.map(([name, from]) => `${quoted(name)} = t.${quoted(from)}`),
  ];
  return {
    sql: `UPDATE ${table} t SET ${assigned.join(', ')} FROM ${rowsOf(
      table,
    )} x WHERE ${joined(names.slice(0, keys))}`,
    bindings: [jsonOf(rows)],
  };
}

function insertion({ table, names, rows }: Group): Statement {
  const columns = names.map(quoted).join(', ');
  return {
    sql: `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM ${rowsOf(
      table,
    )}`,
    bindings: [jsonOf(rows)],
  };
}

/** NUL and halves of a pair are no text to PostgreSQL; as a value of their own they would become the same sign. */
function jsonOf(rows: readonly Record<string, unknown>[]): string {
  return JSON.stringify(rows, (_, value) =>
    typeof value === 'string'
      ? value.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '\ufffd')
      : value,
  );
}
