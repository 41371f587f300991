import type { World } from '../world/World';

/** An event of a run, as far as truths look at it. */
export interface HistoryEvent {
  readonly seq: number;
  readonly at: string;
  readonly type: string;
  readonly targetId: string | null;
  readonly stepId: string | null;
  readonly data: Record<string, any>;
}

/** What happened in each run, in its order. */
export async function readHistories({
  database,
}: World): Promise<Map<string, HistoryEvent[]>> {
  const rows: any[] = await database
    .truth()('run_events')
    .orderBy(['run_id', 'seq'])
    .select('run_id', 'seq', 'at', 'type', 'target_id', 'step_id', 'data_json');
  const histories = new Map<string, HistoryEvent[]>();
  for (const row of rows) {
    const history = histories.get(row.run_id) ?? [];
    histories.set(row.run_id, history);
    history.push({
      seq: Number(row.seq),
      at: row.at,
      type: row.type,
      targetId: row.target_id,
      stepId: row.step_id,
      data: JSON.parse(row.data_json),
    });
  }
  return histories;
}

/** Lists of what belongs together, by its name. */
export function groupBy<T>(
  items: Iterable<T>,
  nameOf: (item: T) => string,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const name = nameOf(item);
    groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}
