import type { Knex } from 'knex';

const WRITE = /^\s*(insert|update|delete|with)\b/i;

/** What knex tells of a statement. */
interface Statement {
  readonly sql: string;
  readonly __knexTxId?: string;
}

/**
 * Counts what a client commits from now on: each COMMIT, and each write
 * outside a transaction that changed a row. Call `stop` for the number.
 */
export function countCommits(knex: Knex): { stop(): number } {
  let commits = 0;
  const onQuery = ({ sql }: Statement) => {
    if (/^commit\b/i.test(sql)) {
      commits++;
    }
  };
  const onResponse = (response: unknown, { sql, __knexTxId }: Statement) => {
    if (!__knexTxId && WRITE.test(sql) && changedRows(response) > 0) {
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
