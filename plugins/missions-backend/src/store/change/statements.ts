import type { Dialect } from '../dialect';
import { setStatements } from './setStatements';
import { quoted, type Statement } from './Statement';
import { type Columns, Copy, type Value, type WriteSet } from './WriteSet';

/**
 * The statements that write these sets, in their order: row by row, or many rows
 * at once where the database can.
 */
export function statementsOf(
  dialect: Dialect,
  sets: readonly WriteSet[],
): Statement[] {
  return dialect.setsOfRows ? setStatements(sets) : sets.flatMap(rowStatements);
}

function rowStatements(set: WriteSet): Statement[] {
  return [
    ...set.removals.map(({ table, where }) => ({
      sql: `DELETE FROM ${table} WHERE ${equal(where)}`,
      bindings: valuesOf(where),
    })),
    ...set.updates.map(({ table, key, columns }) => ({
      sql: `UPDATE ${table} SET ${assigned(columns)} WHERE ${equal(key)}`,
      bindings: [...valuesOf(columns), ...valuesOf(key)],
    })),
    ...set.inserts.map(({ table, row }) => ({
      sql: `INSERT INTO ${table} (${Object.keys(row)
        .map(quoted)
        .join(', ')}) VALUES (${Object.keys(row)
        .map(() => '?')
        .join(', ')})`,
      bindings: valuesOf(row),
    })),
  ];
}

function assigned(columns: Columns): string {
  return Object.entries(columns)
    .map(
      ([name, value]) =>
        `${quoted(name)} = ${value instanceof Copy ? value.column : '?'}`,
    )
    .join(', ');
}

function equal(key: Columns): string {
  return Object.keys(key)
    .map(name => `${quoted(name)} = ?`)
    .join(' AND ');
}

function valuesOf(columns: Columns): (string | number | null)[] {
  return Object.values(columns).flatMap(value =>
    value instanceof Copy ? [] : bound(value),
  );
}

function bound(value: Exclude<Value, Copy>): string | number | null {
  return typeof value === 'boolean' ? Number(value) : value;
}
