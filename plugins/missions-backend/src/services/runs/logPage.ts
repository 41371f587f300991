import type { Knex } from 'knex';
import {
  MissionError,
  type LogLine,
} from '@mission-control/plugin-missions-common';
import { readLogs } from '../../store';
import type { LogOptions } from './RunService';
import { toLineView } from './runViews';

const DEFAULT_LIMIT = 1000;

/**
 * A page of log lines, oldest first, and whether there are more of those that
 * were asked for. Throws INPUT_INVALID for a number without its step.
 */
export async function logPage(
  options: Omit<LogOptions, 'credentials'> & { tx: Knex },
): Promise<{ items: LogLine[]; truncated: boolean }> {
  const { tx, runId, target, step, after, before, newest, q } = options;
  const limit = options.limit ?? DEFAULT_LIMIT;
  mustBeOfOneStep(options);
  const lines = await readLogs({
    tx,
    runId,
    targetId: target,
    stepId: step,
    after,
    before,
    newest,
    contains: q,
    limit: limit + 1,
  });
  const items = newest ? lines.slice(-limit) : lines.slice(0, limit);
  return { items: items.map(toLineView), truncated: lines.length > limit };
}

/** Numbers of lines start at 1 in every step. */
function mustBeOfOneStep(options: Omit<LogOptions, 'credentials'>): void {
  const { target, step, before } = options;
  const name = before === undefined ? 'after' : 'before';
  const value = options[name];
  if (value !== undefined && !(target && step)) {
    throw new MissionError(
      'INPUT_INVALID',
      `Query parameter '${name}' is ${value}, the number of a line, and lines are numbered within one step of one target`,
      { remedy: "Send 'target' and 'step' too." },
    );
  }
}
