import { setTimeout as sleep } from 'node:timers/promises';
import type { BenchDatabase } from '../databases/BenchDatabase';
import { BenchEngine } from '../engine/BenchEngine';
import { guardOnce } from '../engine/guardOnce';
import { forkBench } from '../processes/forkBench';
import type { Figure } from '../report/Figure';
import { type Bench, timed } from './Bench';

const STEPS = 10;
const REPLICAS = 4;
/** Runs that wait, per millisecond of the pace: about as many as are done in it. */
const RUNS_PER_MS = 0.05;
/** The share of them whose end is measured. */
const COUNTED = 0.8;
const LANES = 8;
const LOOK_MS = 50;

/**
 * How fast four replicas, each a process, end runs that wait, beside one. Fails
 * when a step was done twice. Where only one process may use the database there
 * is nothing to measure.
 */
export const replicas: Bench = {
  name: 'replicas',
  description: `runs of ${STEPS} no-op steps in a second, by ${REPLICAS} processes`,
  async measure({ database, pace }) {
    if (!database.another) {
      return [];
    }
    const runs = Math.max(
      pace.atLeast,
      Math.round(pace.milliseconds * RUNS_PER_MS),
    );
    const queue = await BenchEngine.createIdle(database.knex);
    try {
      await queue.useMission(STEPS);
      await work(database, queue, REPLICAS, pace.atLeast);
      const one = await work(database, queue, 1, runs);
      const several = await work(database, queue, REPLICAS, runs);
      return [
        {
          title: `runs of ${STEPS} steps by ${REPLICAS} replicas`,
          database: database.title,
          value: several,
          unit: '/s',
          baseline: { title: 'one replica', value: one, unit: '/s' },
          ratio: one / several,
          samples: runs,
        } satisfies Figure,
      ];
    } finally {
      await queue.stop();
    }
  },
};

/** Puts runs into the queue, then lets so many replicas work. Answers runs a second. */
async function work(
  database: BenchDatabase,
  queue: BenchEngine,
  count: number,
  runs: number,
): Promise<number> {
  const { knex } = database;
  let begun = 0;
  await Promise.all(
    Array.from({ length: LANES }, async () => {
      while (begun++ < runs) {
        await queue.createRun();
      }
    }),
  );
  const workers = await Promise.all(
    Array.from({ length: count }, () => forkBench('replica.ts')),
  );
  try {
    await Promise.all(
      workers.map(worker => worker.ask({ open: database.settings })),
    );
    const left = async () =>
      Number(
        (await knex('runs').whereNull('finished_at').count({ n: '*' }))[0].n,
      );
    // Without the time in which they start.
    while ((await left()) > runs * COUNTED) {
      await sleep(LOOK_MS);
    }
    const counted = Math.max(1, await left());
    const took = await timed(async () => {
      while ((await left()) > 0) {
        await sleep(LOOK_MS);
      }
    });
    await guardOnce(database);
    return (counted * 1_000) / took;
  } finally {
    await Promise.all(workers.map(worker => worker.kill()));
  }
}
