import type { FeedMessage } from '@mission-control/plugin-missions-backend/testUtils';
import type { BenchServer } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { talkAction } from '../engine/talkAction';
import { collectGarbage, openFiles } from '../memory/held';

const STEPS = 5;
const RUNS_IN_FLIGHT = 4;
/** Runs that listeners watch from their beginning to their end. */
const LOOKS_PER_MINUTE = 6;
const MEGABYTE = 2 ** 20;

/** What a process holds at one time, after its garbage was collected. */
export interface Held {
  readonly minute: number;
  readonly runs: number;
  readonly heapMegabytes: number;
  readonly rssMegabytes: number;
  /** Open files and connections; absent where the system does not tell. */
  readonly files?: number;
  /** Timers, sockets and other things that Node.js waits for. */
  readonly handles: number;
  /** Runs that the engine still knows in memory. */
  readonly liveRuns: number;
}

/**
 * Constant load on one database for so many minutes: runs of steps that write
 * lines, each watched by a listener of its own. Tells several times a minute
 * what the process holds, and at the end how much that grew a minute, without
 * the first third, in which caches fill.
 */
export async function soak(options: {
  server: BenchServer;
  minutes: number;
  report(line: string): void;
}): Promise<{ held: Held[]; growth: Record<string, number> }> {
  const { server, minutes, report } = options;
  const database = await server.open();
  const engine = await BenchEngine.create(database.knex, talkAction);
  const held: Held[] = [];
  let runs = 0;
  try {
    await engine.store.hearReplicas();
    await engine.useMission(STEPS, talkAction.id);
    const begunAt = performance.now();
    const end = begunAt + minutes * 60_000;
    let nextLook = begunAt;
    const look = () => {
      nextLook += 60_000 / LOOKS_PER_MINUTE;
      held.push(holds((performance.now() - begunAt) / 60_000, runs, engine));
      report(JSON.stringify(held.at(-1)));
    };
    while (performance.now() < end) {
      // Nothing is in flight at a look, so that all of them see the same.
      while (performance.now() < nextLook) {
        await Promise.all(
          Array.from({ length: RUNS_IN_FLIGHT }, () => watchedRun(engine)),
        );
        runs += RUNS_IN_FLIGHT;
      }
      look();
    }
    look();
  } finally {
    await engine.stop();
    await database.remove();
  }
  return { held, growth: growthOf(held) };
}

async function watchedRun(engine: BenchEngine): Promise<void> {
  const run = await engine.startRun();
  let lines = 0;
  const forget = engine.store.feed.subscribe((message: FeedMessage) => {
    lines += message.kind === 'log' ? 1 : 0;
  }, run.runId);
  try {
    await run.finished;
  } finally {
    forget();
  }
  if (lines === 0) {
    throw new Error(`Run ${run.runId} wrote no line`);
  }
}

function holds(minute: number, runs: number, engine: BenchEngine): Held {
  collectGarbage();
  const { heapUsed, rss } = process.memoryUsage();
  return {
    minute: round(minute),
    runs,
    heapMegabytes: round(heapUsed / MEGABYTE),
    rssMegabytes: round(rss / MEGABYTE),
    files: openFiles(),
    handles: process.getActiveResourcesInfo().length,
    liveRuns: engine.store.live.size,
  };
}

/** How much each figure grew in a minute: the slope of the line nearest to all looks. */
export function growthOf(held: readonly Held[]): Record<string, number> {
  const counted = held.slice(Math.floor(held.length / 3));
  const names = [
    'heapMegabytes',
    'rssMegabytes',
    'files',
    'handles',
    'liveRuns',
  ] as const;
  return Object.fromEntries(
    names.map(name => [
      name,
      round(
        slope(counted.map(each => [each.minute, each[name] ?? 0] as const)),
      ),
    ]),
  );
}

function slope(points: readonly (readonly [number, number])[]): number {
  const mean = (at: 0 | 1) =>
    points.reduce((sum, point) => sum + point[at], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const over = points.reduce((sum, [a, b]) => sum + (a - x) * (b - y), 0);
  const under = points.reduce((sum, [a]) => sum + (a - x) ** 2, 0);
  return under === 0 ? 0 : over / under;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
