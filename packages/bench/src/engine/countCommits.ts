import type { Knex } from 'knex';

const WRITE = /^\s*(insert|update|delete|with)\b/i;
const END = /^\s*(commit|rollback)\s*;?\s*$/i;

/** What knex tells of a statement. */
interface Statement {
  readonly sql: string;
  /** The connection. (knex's transaction id is lost after a savepoint.) */
  readonly __knexUid: string;
}

/**
 * Counts what a client commits from now on: each COMMIT, and each write
 * outside a transaction that changed a row. Call `stop` for the number.
 */
export function countCommits(knex: Knex): { stop(): number } {
  const open = new Set<string>();
  let commits = 0;
  // The ends of a transaction are told as queries only, never as responses.
  const onQuery = ({ sql, __knexUid: connection }: Statement) => {
    if (/^begin\b/i.test(sql)) {
      open.add(connection);
    } else if (END.test(sql)) {
      commits += /commit/i.test(sql) ? 1 : 0;
      open.delete(connection);
    }
  };
  const onResponse = (response: unknown, statement: Statement) => {
    const { sql, __knexUid: connection } = statement;
    if (!open.has(connection) && WRITE.test(sql) && changedRows(response) > 0) {
      commits++;
    }
  };
  knex.on('query', onQuery).on('query-response', onResponse);
  return {
    stop() {
      knex.off('query', onQuery).off('query-response', onResponse);
      return commits;
    },
  };
}

/** Rows of a response: knex gives a number, the rows, or the driver's object. */
function changedRows(response: unknown): number {
  if (typeof response === 'number') {
    return response;
  }
  if (Array.isArray(response)) {
    return response.length;
  }
  const { rowCount, changes } = (response ?? {}) as Record<string, unknown>;
  return Number(rowCount ?? changes ?? 0);
}
