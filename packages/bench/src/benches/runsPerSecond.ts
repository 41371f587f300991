import { BenchEngine } from '../engine/BenchEngine';
import { countCommits } from '../engine/countCommits';
import type { BenchDatabase } from '../databases/BenchDatabase';
import type { Figure } from '../report/Figure';
import { type Bench, type Pace, repeat, timed } from './Bench';

const STEPS = 10;
const CONCURRENCIES = [1, 4, 16];
const WARM_UP_RUNS = 3;

/**
 * Runs of ten steps that do nothing, so many of them in flight at once, beside
 * what the bare driver commits with as many connections. The ratio is how many
 * raw commits a run costs.
 */
export const runsPerSecond: Bench = {
  name: 'runs-per-second',
  description: `runs of ${STEPS} no-op steps in a second`,
  async measure({ database, pace }) {
    const engine = await BenchEngine.create(database.knex);
    const oneRun = async () => (await engine.startRun()).finished;
    try {
      await engine.useMission(STEPS);
      const commits = await commitsPerRun(database, oneRun);
      const figures: Figure[] = [];
      for (const concurrency of CONCURRENCIES) {
        const runs = await rate(concurrency, pace, () => oneRun);
        const connections = database.parallel ? concurrency : 1;
        const baseline = await rawRate(database, connections, pace);
        figures.push({
          title: `runs of ${STEPS} steps, ${concurrency} in flight (${commits} commits each)`,
          database: database.title,
          value: runs.perSecond,
          unit: '/s',
          baseline: {
            title: `raw commits, ${connections} ${
              connections === 1 ? 'connection' : 'connections'
            }`,
            value: baseline,
            unit: '/s',
          },
          ratio: baseline / runs.perSecond,
          samples: runs.times,
        });
      }
      return figures;
    } finally {
      await engine.stop();
    }
  },
};

async function commitsPerRun(
  database: BenchDatabase,
  oneRun: () => Promise<void>,
): Promise<number> {
  const counter = countCommits(database.knex);
  for (let run = 0; run < WARM_UP_RUNS; run++) {
    await oneRun();
  }
  return Math.round(counter.stop() / WARM_UP_RUNS);
}

async function rawRate(
  database: BenchDatabase,
  connections: number,
  pace: Pace,
): Promise<number> {
  const raw = await Promise.all(
    Array.from({ length: connections }, () => database.connect()),
  );
  try {
    const { perSecond } = await rate(
      connections,
      pace,
      lane => () => raw[lane].commit(),
    );
    return perSecond;
  } finally {
    await Promise.all(raw.map(connection => connection.close()));
  }
}

/** Repeats in several lanes side by side. */
async function rate(
  lanes: number,
  pace: Pace,
  inLane: (lane: number) => () => Promise<void>,
): Promise<{ times: number; perSecond: number }> {
  let times = 0;
  const took = await timed(async () => {
    const counts = await Promise.all(
      Array.from({ length: lanes }, (_, lane) => repeat(pace, inLane(lane))),
    );
    times = counts.reduce((sum, count) => sum + count, 0);
  });
  return { times, perSecond: (times * 1_000) / took };
}
