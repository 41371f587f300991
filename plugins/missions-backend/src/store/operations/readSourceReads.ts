import type { Knex } from 'knex';

/** When each source was read last, by any process; one that never was is not there. */
export async function readSourceReads(options: {
  tx: Knex | Knex.Transaction;
}): Promise<ReadonlyMap<string, Date>> {
  const rows = await options.tx('source_reads').select('source', 'read_at');
  return new Map(rows.map(row => [row.source, new Date(row.read_at)]));
}

/** A text that is another one when the missions of any source may be others. */
export async function readRevisions(options: {
  tx: Knex | Knex.Transaction;
}): Promise<string> {
  const rows = await options
    .tx('source_reads')
    .orderBy('source')
    .select('source', 'read_at', 'revision');
  return JSON.stringify(
    rows.map(({ source, read_at: readAt, revision }) => [
      source,
      readAt,
      revision,
    ]),
  );
}
