import { Fleet } from '../fleet/Fleet';
import { type FleetRound, fleetFigures } from '../fleet/fleetFigures';
import type { FleetMeasurements } from '../fleet/types';
import type { Memory } from '../memory/watchMemory';
import type { FleetEngineOptions } from '../processes/fleetEngine';
import { type BenchProcess, forkBench } from '../processes/forkBench';
import type { Figure } from '../report/Figure';
import { type Bench, type Pace, isTrial, repeat } from './Bench';

const CLUSTERS = 1_000;
const FEW_CLUSTERS = 5;
const ANSWER_MS = 50;
/** Targets that a worker has at once by default. */
const PLACES = 10;
/** Of a worker that is set up for so many clusters. */
const MANY_PLACES = 100;
/** Clusters of a trial announce that they close idle connections soon. */
const TRIAL_CLOSES_AFTER_MS = 3_000;
/** Connections to the database come and go. */
const POOL = 10;

/**
 * A run whose one step asks each of a thousand clusters, which answer after 50
 * ms, with as many at once as a worker has by default; and the same by the
 * clients without a run, all at once: while no connection is open, and again.
 * Beside it as many requests at once by nothing but Node.js. Each has a process
 * of its own, the clusters too. Fails when a cluster was not asked exactly once,
 * when a connection that nobody uses stays open, and when open files grow in
 * number from round to round.
 */
export const thousandClusters: Bench = {
  name: 'thousand-clusters',
  description: `a run over ${CLUSTERS} clusters that answer after ${ANSWER_MS} ms`,
  measure: options => measureFleet(options, PLACES),
};

/** The same with `missions.worker.concurrency` at a hundred. */
export const thousandClustersWide: Bench = {
  name: 'thousand-clusters-wide',
  description: `the same with ${MANY_PLACES} places instead of ${PLACES}`,
  measure: options => measureFleet(options, MANY_PLACES),
};

async function measureFleet(
  { database, pace }: Parameters<Bench['measure']>[0],
  places: number,
): Promise<Figure[]> {
  const trial = isTrial(pace);
  const fleet = await Fleet.start({
    count: trial ? FEW_CLUSTERS : CLUSTERS,
    delayMs: ANSWER_MS,
    closeAfterMs: trial ? TRIAL_CLOSES_AFTER_MS : 0,
  });
  try {
    const raw = await within('rawFleet.ts', process =>
      measureRaw(process, fleet, pace, places),
    );
    const ours = await within('fleetEngine.ts', process =>
      measureEngine(process, fleet, pace, {
        settings: database.settings,
        addresses: fleet.addresses,
        places,
      }),
    );
    return fleetFigures({
      database: database.title,
      clusters: fleet.addresses.servers.length,
      places,
      raw,
      ours,
    });
  } finally {
    await fleet.stop();
  }
}

/** Starts a program for as long as fn takes. */
async function within<T>(
  program: string,
  fn: (process: BenchProcess) => Promise<T>,
): Promise<T> {
  const process = await forkBench(program);
  try {
    return await fn(process);
  } finally {
    await process.kill();
  }
}

async function measureRaw(
  process: BenchProcess,
  fleet: Fleet,
  pace: Pace,
  places: number,
): Promise<FleetMeasurements> {
  const idle = await process.ask<Memory>({ open: fleet.addresses });
  const ask = (cold: boolean, atOnce?: number) =>
    fleet.measure(process, { ask: { cold, atOnce } });
  return {
    idle,
    few: { cold: await ask(true, places), warm: await ask(false, places) },
    all: await inTurns(pace, ask),
  };
}

async function measureEngine(
  process: BenchProcess,
  fleet: Fleet,
  pace: Pace,
  options: FleetEngineOptions,
): Promise<FleetRound['ours']> {
  const idle = await process.ask<Memory>({ open: options });
  const openFiles = () => process.ask<number | null>({ files: true });
  const before = await openFiles();
  const run = (cold: boolean) => fleet.measure(process, { run: { cold } });
  const few = { cold: await run(true), warm: await run(false) };
  await fleet.areLeft();
  const between = await openFiles();
  const all = await inTurns(pace, cold =>
    fleet.measure(process, { ask: { cold } }),
  );
  await fleet.areLeft();
  const after = await openFiles();
  await process.ask({ stop: true });
  if (before === null || between === null || after === null) {
    return { idle, few, all };
  }
  if (after > between + POOL) {
    throw new Error(
      `${between} files were open after a round, and ${after} after the next`,
    );
  }
  return { idle, few, all, files: { before, after } };
}

/** Cold, then warm, for as long as the pace says. */
async function inTurns<T>(
  pace: Pace,
  ask: (cold: boolean) => Promise<T>,
): Promise<{ cold: T[]; warm: T[] }> {
  const cold: T[] = [];
  const warm: T[] = [];
  await repeat(pace, async () => {
    cold.push(await ask(true));
    warm.push(await ask(false));
  });
  return { cold, warm };
}
