import type { Knex } from 'knex';

/** The run itself, the runs that led to it, and those that it led to. */
export async function readRelatives(options: {
  tx: Knex.Transaction;
  runId: string;
}): Promise<ReadonlySet<string>> {
  const { tx, runId } = options;
  const found = new Set(await readAncestors(tx, runId));
  let level = [runId];
  while (level.length > 0) {
    const children = await tx('runs')
      .whereIn('parent_run_id', level)
      .pluck('id');
    level = children.filter(id => !found.has(id));
    level.forEach(id => found.add(id));
  }
  return found;
}

/**
 * Which of these runs wait for this one, or for one that waits for it, so that
 * it may not wait for them. A run waits for who goes before one of its targets,
 * and for the runs that its steps started. Ask under the lock of turns.
 */
export async function waitsInCircle(options: {
  tx: Knex.Transaction;
  runId: string;
  forRuns: readonly string[];
}): Promise<ReadonlySet<string>> {
  const { tx, runId, forRuns } = options;
  const inCircle = new Set<string>();
  if (forRuns.length === 0) {
    return inCircle;
  }
  const own = new Set(await readAncestors(tx, runId));
  for (const start of new Set(forRuns)) {
    const seen = new Set([start]);
    let level = [start];
    while (level.length > 0 && !level.some(id => own.has(id))) {
      const next = await readNext(tx, level);
      level = next.filter(id => !seen.has(id));
      level.forEach(id => seen.add(id));
    }
    if (level.length > 0) {
      inCircle.add(start);
    }
  }
  return inCircle;
}

async function readNext(
  tx: Knex.Transaction,
  runIds: readonly string[],
): Promise<string[]> {
  return [
    ...(await tx('run_waits')
      .whereIn('run_id', [...runIds])
      .distinct()
      .pluck('for_run_id')),
    ...(await tx('runs')
      .whereIn('parent_run_id', [...runIds])
      .whereNull('finished_at')
      .pluck('id')),
  ];
}

/** The run, the one that started it, and so on. */
async function readAncestors(
  tx: Knex.Transaction,
  runId: string,
): Promise<string[]> {
  const found: string[] = [];
  let next: string | null | undefined = runId;
  while (next && !found.includes(next)) {
    found.push(next);
    const row: { parent_run_id: string | null } | undefined = await tx('runs')
      .where({ id: next })
      .first('parent_run_id');
    next = row?.parent_run_id;
  }
  return found;
}
