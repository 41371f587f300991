import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseName } from './databases/DatabaseName';
import type { Fault } from './faults/Fault';
import { faults } from './faults/faults';
import { Approver } from './load/Approver';
import { ask, Load } from './load/Load';
import { createRandom, type Random } from './random/createRandom';
import { restless, truths, type Expected } from './truths/truths';
import { World } from './world/World';

const POLL_MS = 250;
/** Longest calm between two faults, in milliseconds. */
const CALM_MS = 1_500;

/** What is played. */
export interface ChaosOptions {
  readonly database: DatabaseName;
  readonly seed: number;
  /** How long faults happen. */
  readonly seconds: number;
  /** Engines on PostgreSQL. */
  readonly replicas: number;
  /** How long everything may take to come to rest afterwards. */
  readonly restSeconds: number;
  /** Is told what happens. */
  report(line: string): void;
}

/** What came of it. */
export interface ChaosResult {
  readonly runs: number;
  /** How often each fault happened, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** What is not as it has to be; empty: all is. */
  readonly problems: readonly string[];
  /** Where the logs are, if there are problems. */
  readonly folder?: string;
}

/**
 * Starts runs while things break, lets everything come to rest, takes all runs
 * back, and says what is not as it has to be. The seed decides what breaks in
 * which order, and what is asked for; not what the engines were at just then.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { report } = options;
  const random = createRandom(options.seed);
  const world = await World.create(options.database, options.replicas);
  const problems: string[] = [];
  const happened: Record<string, number> = {};
  const load = new Load(world, random.fork());
  const approver = new Approver(world);
  try {
    const before: Expected['before'] = await snapshot(world);
    load.begin();
    approver.begin();
    const end = Date.now() + options.seconds * 1_000;
    while (Date.now() < end) {
      await sleep(random.between(0, CALM_MS));
      const fault = choose(world, random);
      report(await fault.happen(world, random));
      happened[fault.name] = (happened[fault.name] ?? 0) + 1;
      await reviveAll(world);
    }
    await load.end();
    report(`${load.started.size} runs; waiting until they rest`);
    await rest(world, options.restSeconds);
    report('Taking all back');
    await undoAll(world);
    await rest(world, options.restSeconds);
    const expected = { started: load.started, before };
    for (const [name, truth] of Object.entries(truths)) {
      for (const problem of await truth(world, expected)) {
        problems.push(`${name}: ${problem}`);
      }
    }
  } catch (error) {
    problems.push(`It came to no end: ${error}`);
  } finally {
    await load.end().catch(error => problems.push(`The load: ${error}`));
    await approver.end();
    await world.remove(problems.length > 0);
  }
  return {
    runs: load.started.size,
    faults: happened,
    problems,
    ...(problems.length > 0 && { folder: world.folder }),
  };
}

function choose(world: World, random: Random): Fault {
  const fitting = faults.filter(fault => fault.fits?.(world) ?? true);
  const all = fitting.flatMap(fault => Array(fault.weight).fill(fault));
  return random.pick(all);
}

/** An engine that ended by itself, as it should when it lost its database. */
async function reviveAll(world: World): Promise<void> {
  for (const [place, engine] of world.engines.entries()) {
    if (!engine.isRunning()) {
      await world.restart(place);
    }
  }
}

async function snapshot({ fleet }: World): Promise<Expected['before']> {
  const objects = new Map();
  for (const name of fleet.names) {
    objects.set(name, await fleet.objects(name));
  }
  return objects;
}

/** Waits until every run has ended or waits for a person, or for too long. */
async function rest(world: World, seconds: number): Promise<void> {
  const deadline = Date.now() + seconds * 1_000;
  while (Date.now() < deadline) {
    const open = await restless(world).first('run_id');
    if (!open) {
      return;
    }
    await sleep(POLL_MS);
  }
}

/** Takes back what runs wrote, also of those that wait for a decision. */
async function undoAll(world: World): Promise<void> {
  const written: { run_id: string; target_id: string }[] = await world.database
    .truth()('run_journal')
    .whereIn('state', ['intent', 'done'])
    .distinct('run_id', 'target_id');
  for (const runId of new Set(written.map(row => row.run_id))) {
    const targets = written
      .filter(row => row.run_id === runId)
      .map(row => row.target_id);
    await ask(world, engine => engine.undo({ key: 'undo', runId, targets }));
  }
}
