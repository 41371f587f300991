import type { DataSort } from '@mission-control/plugin-missions-react';
import { standingOf, standingTone, type KnownRun } from '../../shell/standing';
import { toneOrder } from '../../shell/toneOrder';

/** How a group is sorted before somebody chooses: the latest first. */
export const latestFirst: DataSort = { column: 'age', descending: true };

const keys: Record<string, (run: KnownRun) => string | number> = {
  mission: ({ title }) => title,
  state: run => toneOrder.indexOf(standingTone(standingOf(run))),
  by: ({ initiator }) => initiator,
  age: ({ finishedAt, createdAt }) => +(finishedAt ?? createdAt),
};

/** Runs by a column of their table; what is equal keeps its order. */
export function sortRuns(
  runs: readonly KnownRun[],
  { column, descending }: DataSort,
): KnownRun[] {
  const key = keys[column] ?? keys.age;
  const sign = descending ? -1 : 1;
  return [...runs].sort((a, b) => {
    const [left, right] = [key(a), key(b)];
    return typeof left === 'string' && typeof right === 'string'
      ? sign * left.localeCompare(right)
      : sign * (Number(left) - Number(right));
  });
}
