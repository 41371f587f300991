import type { BenchDatabase } from '../databases/BenchDatabase';
import type { Figure } from '../report/Figure';

/** A pace shorter than this one is that of a test. */
const TRIAL_BELOW_MS = 100;

/** How long each measurement of a bench goes on. */
export interface Pace {
  readonly milliseconds: number;
  /** Measurements that are made even when the time is up. */
  readonly atLeast: number;
}

/** A speed program: measures on one empty database. */
export interface Bench {
  /** As on the command line. */
  readonly name: string;
  readonly description: string;
  measure(options: { database: BenchDatabase; pace: Pace }): Promise<Figure[]>;
}

/** Repeats fn, one after the other, for as long as the pace says. Answers how often. */
export async function repeat(
  pace: Pace,
  fn: () => Promise<void>,
): Promise<number> {
  const end = performance.now() + pace.milliseconds;
  let times = 0;
  while (times < pace.atLeast || performance.now() < end) {
    await fn();
    times++;
  }
  return times;
}

/** Whether it only shall be seen that a bench works: what is large is made small. */
export function isTrial({ milliseconds }: Pace): boolean {
  return milliseconds < TRIAL_BELOW_MS;
}

/** Milliseconds that fn takes. */
export async function timed(fn: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await fn();
  return performance.now() - startedAt;
}
