import type { DataSort } from '@mission-control/plugin-missions-react';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { standingOf, standingTone } from '../../shell/standing';
import { toneOrder } from '../../shell/toneOrder';

/** How a group is sorted before somebody chooses: the latest first. */
export const latestFirst: DataSort = { column: 'age', descending: true };

/** The same of what waits for somebody. */
export const latestWait: DataSort = { column: 'since', descending: true };

/** Since when a run waits for a person, whatever it did before. */
export function waitsSince({ waitingSince, createdAt }: RunSummary): Date {
  return waitingSince ?? createdAt;
}

const keys: Record<string, (run: RunSummary) => string | number> = {
  mission: ({ title }) => title,
  state: run => toneOrder.indexOf(standingTone(standingOf(run))),
  by: ({ initiator }) => initiator,
  since: run => Number(waitsSince(run)),
  age: ({ finishedAt, createdAt }) => +(finishedAt ?? createdAt),
};

/** Columns that runs can be sorted by. */
export const sortColumns = Object.keys(keys);

/** Runs by a column of their table; what is equal keeps its order. */
export function sortRuns(
  runs: readonly RunSummary[],
  { column, descending }: DataSort,
): RunSummary[] {
  const key = keys[column] ?? keys.age;
  const sign = descending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return typeof left === 'string' && typeof right === 'string'
      ? sign * left.localeCompare(right)
      : sign * (Number(left) - Number(right));
  });
}
