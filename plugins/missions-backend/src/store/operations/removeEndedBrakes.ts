import type { Knex } from 'knex';

/**
 * Removes freezes that were lifted or whose end came at or before a time, and
 * voices handed over for a time that was over by then. What was handed over for
 * one approval goes with that. At most so many of each; answers how many went.
 */
export async function removeEndedBrakes(options: {
  tx: Knex | Knex.Transaction;
  until: string;
  most: number;
}): Promise<number> {
  const { tx, until, most } = options;
  const ended = (table: string, end: string) =>
    tx(table)
      .where(where =>
        where.where(end, '<=', until).orWhere('until', '<=', until),
      )
      .orderBy('id')
      .limit(most)
      .select('id');
  const freezes = await tx('freezes')
    .whereIn('id', ended('freezes', 'lifted_at'))
    .delete();
  // The newest of a person is what says that those before it do not stand.
  const voices = await tx('approval_delegations')
    .whereIn(
      'id',
      ended('approval_delegations', 'ended_at')
        .whereNull('approval_id')
        .whereNotExists(
          tx('approval_delegations as older')
            .whereRaw('older.by = approval_delegations.by')
            .whereRaw('older.id < approval_delegations.id')
            .whereNull('older.approval_id')
            .whereNull('older.ended_at')
            .where('older.until', '>', until)
            .select(tx.raw('1')),
        ),
    )
    .delete();
  return freezes + voices;
}
