import type { Knex } from 'knex';

/** Ids of one statement: both dialects bound the number of values. */
const IDS_AT_ONCE = 200;

/** A run, and what of it decides whether its family may go. */
export interface FamilyMember {
  readonly id: string;
  readonly parentRunId?: string;
  readonly undoOf?: string;
  readonly finishedAt?: string;
  readonly retentionStage: number;
}

/**
 * A run with its parent, its children, what it takes back and what takes it
 * back, theirs, and so on: each page shows the others, and an undo needs them.
 * The newest first, so that no run is without the one that it came from.
 */
export async function readFamily(options: {
  tx: Knex | Knex.Transaction;
  runId: string;
}): Promise<FamilyMember[]> {
  const { tx, runId } = options;
  const family = new Map<string, FamilyMember>();
  const asked = new Set([runId]);
  let next: string[] = [runId];
  while (next.length > 0) {
    const found: FamilyMember[] = [];
    for (let first = 0; first < next.length; first += IDS_AT_ONCE) {
      const some = next.slice(first, first + IDS_AT_ONCE);
      for (const column of ['id', 'parent_run_id', 'undo_of']) {
        const rows = await tx('runs')
          .whereIn(column, some)
          .select('id', 'parent_run_id', 'undo_of')
          .select('finished_at', 'retention_stage');
        found.push(...rows.map(toMember));
      }
    }
    for (const member of found) {
      family.set(member.id, member);
    }
    next = [
      ...new Set(
        found.flatMap(({ id, parentRunId, undoOf }) =>
          [id, parentRunId, undoOf].flatMap(each => each ?? []),
        ),
      ),
    ].filter(id => !asked.has(id));
    next.forEach(id => asked.add(id));
  }
  return [...family.values()].sort((a, b) => (a.id < b.id ? 1 : -1));
}

function toMember(row: Record<string, any>): FamilyMember {
  return {
    id: row.id,
    parentRunId: row.parent_run_id ?? undefined,
    undoOf: row.undo_of ?? undefined,
    finishedAt: row.finished_at ?? undefined,
    retentionStage: row.retention_stage,
  };
}
