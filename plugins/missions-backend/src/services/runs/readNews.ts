import type { Knex } from 'knex';
import { readEvents, readLogs } from '../../store';
import { stepKey, type RunNews, type RunPosition } from './RunNews';
import { toEventView, toLineView } from './runViews';

/**
 * Events and log lines after a position: the events first, then the lines of
 * each step that has new ones, or only so many of its newest.
 */
export async function readNews(options: {
  tx: Knex;
  runId: string;
  position: RunPosition;
  limit: number;
  newestLines?: number;
}): Promise<Omit<RunNews, 'state'>> {
  const { tx, runId, position, limit, newestLines = Infinity } = options;
  const steps = await tx('run_steps')
    .where({ run_id: runId })
    .where('log_seq', '>', 0)
    .orderBy(['target_id', 'position'])
    .select('target_id', 'step_id', 'log_seq');
  const records = await readEvents({
    tx,
    runId,
    after: position.event,
    limit,
  });
  const lines = [];
  const passed = new Map<string, number>();
  let more = records.length === limit;
  for (const row of steps) {
    const { target_id: targetId, step_id: stepId, log_seq: last } = row;
    const key = stepKey(targetId, stepId);
    const seen = position.logs.get(key) ?? 0;
    const after = Math.max(seen, last - newestLines);
    if (after > seen) {
      passed.set(key, after);
    }
    const room = limit - lines.length;
    // Without room, the step before has said that there is more.
    if (after >= last || room <= 0) {
      continue;
    }
    const found = await readLogs({
      tx,
      runId,
      targetId,
      stepId,
      after,
      limit: room,
    });
    lines.push(...found.map(toLineView));
    more ||= found.length === room;
  }
  return { events: records.map(toEventView), lines, passed, more };
}
