import type { BenchDatabase } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { countCommits } from '../engine/countCommits';
import type { Figure } from '../report/Figure';
import { percentile } from '../statistics/percentile';
import { type Bench, type Pace, repeat, timed } from './Bench';

const WARM_UP_RUNS = 5;

/** What is timed, from the request for a run of so many steps. */
interface Timing {
  readonly title: string;
  readonly steps: number;
  /** Runs once, and answers the milliseconds. Resolves after the whole run, so that runs never overlap. */
  time(engine: BenchEngine): Promise<number>;
}

const timings: readonly Timing[] = [
  {
    title: 'create → first step finished',
    steps: 1,
    async time(engine) {
      let finished: Promise<void> | undefined;
      const took = await timed(async () => {
        const stepped = engine.sees(
          undefined,
          message =>
            message.kind === 'event' &&
            message.event.type === 'target.awaiting_approval',
        );
        ({ finished } = await engine.startRun());
        await stepped;
      });
      await finished;
      return took;
    },
  },
  {
    title: 'create → all of three steps, proved',
    steps: 3,
    time: engine =>
      timed(async () => {
        const { finished } = await engine.startRun();
        await finished;
      }),
  },
];

/**
 * From the request for a run to the end of its first step, and to the end of a
 * whole run. Steps that only read are carried out while the plan is made: they
 * are done when the commit that holds the plan is.
 * After each run the bare driver makes as many commits, one after the other.
 */
export const startLatency: Bench = {
  name: 'start-latency',
  description: 'create a run → its first step finished; all of it finished',
  async measure({ database, pace }) {
    const engine = await BenchEngine.create(database.knex);
    try {
      const figures: Figure[] = [];
      for (const timing of timings) {
        figures.push(...(await measureOne(engine, database, pace, timing)));
      }
      return figures;
    } finally {
      await engine.stop();
    }
  },
};

async function measureOne(
  engine: BenchEngine,
  database: BenchDatabase,
  pace: Pace,
  { title, steps, time }: Timing,
): Promise<Figure[]> {
  await engine.useMission(steps);
  const raw = await database.connect();
  const times: number[] = [];
  const rawTimes: number[] = [];
  try {
    const commits = await commitsPerRun();
    await repeat(pace, async () => {
      times.push(await time(engine));
      rawTimes.push(
        await timed(async () => {
          for (let count = 0; count < commits; count++) {
            await raw.commit();
          }
        }),
      );
    });
    return [0.5, 0.95].map((share): Figure => {
      const value = percentile(times, share);
      const baseline = percentile(rawTimes, share);
      return {
        title: `${title}, p${share * 100}`,
        database: database.title,
        value,
        unit: 'ms',
        baseline: {
          title: `${commits} raw ${commits === 1 ? 'commit' : 'commits'}, p${
            share * 100
          }`,
          value: baseline,
          unit: 'ms',
        },
        ratio: value / baseline,
        samples: times.length,
      };
    });
  } finally {
    await raw.close();
  }

  /** What a run usually commits; warms everything up as well. */
  async function commitsPerRun(): Promise<number> {
    const counts: number[] = [];
    for (let run = 0; run < WARM_UP_RUNS; run++) {
      const counter = countCommits(database.knex);
      await time(engine);
      counts.push(counter.stop());
    }
    return percentile(counts, 0.5);
  }
}
