import { setTimeout as sleep } from 'node:timers/promises';
import type { DatabaseName } from './databases/DatabaseName';
import type { Fault } from './faults/Fault';
import { dealFaults, fittingFaults, sparedFaults } from './faults/faults';
import { Load } from './load/Load';
import { Approver } from './people/Approver';
import { People } from './people/People';
import { createRandom, type Random } from './random/createRandom';
import { cancelUndos, rest, undoAll } from './settle';
import { standingUndos } from './truths/standingUndos';
import type { Expected } from './truths/Truth';
import { truths } from './truths/truths';
import { keepTables } from './world/keepTables';
import { World } from './world/World';

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
  /** How long nothing may move before everything has come to rest afterwards. */
  readonly restSeconds: number;
  /** It goes on beyond its time until so many engines were killed; none unless told. */
  readonly leastKills?: number;
  /** Is told what happens. */
  report(line: string): void;
}

/** What came of it. */
export interface ChaosResult {
  readonly runs: number;
  /** The most runs that went on at a time. */
  readonly mostAtOnce: number;
  /** How often an engine got a SIGKILL. */
  readonly kills: number;
  /** How often each fault happened, by name. */
  readonly faults: Readonly<Record<string, number>>;
  /** Faults that could not happen here, by name. */
  readonly spared: readonly string[];
  /** How often people did what, by name. */
  readonly acts: Readonly<Record<string, number>>;
  /** What is not as it has to be; empty: all is. */
  readonly problems: readonly string[];
  /** Which undos did not succeed, if there are problems. */
  readonly standing?: readonly string[];
  /** Where the logs and what the database said are, if there are problems. */
  readonly folder?: string;
}

/**
 * Starts runs while things break and people decide at random, lets everything
 * come to rest, takes all runs back, and says what is not as it has to be. The
 * seed decides what breaks in which order, and what is asked for; not what the
 * engines were at just then.
 */
export async function runChaos(options: ChaosOptions): Promise<ChaosResult> {
  const { report, restSeconds } = options;
  const random = createRandom(options.seed);
  const world = await World.create(options.database, options.replicas);
  const problems: string[] = [];
  const load = new Load(world, random.fork());
  const approver = new Approver(world);
  const people = new People(world, random.fork());
  const happened: Record<string, number> = {};
  let standing: string[] = [];
  try {
    const before = await snapshot(world);
    load.begin();
    approver.begin();
    people.begin();
    await breakThings({ world, random, options, happened });
    await load.end();
    await people.calm();
    report(`${load.started.size} runs; waiting until they rest`);
    await rest(world, restSeconds);
    await cancelUndos(world);
    await rest(world, restSeconds);
    report('Taking all back');
    await undoAll(world);
    await rest(world, restSeconds);
    problems.push(
      ...(await untrue(world, { started: load.started, before })),
      ...people.defects.map(defect => `refusals: ${defect}`),
      ...world.ended.map(ended => `staysUp: ${ended}`),
    );
    if (problems.length > 0) {
      standing = await standingUndos(world);
    }
    // Also where all is well: so a table that was renamed is seen before it is missed.
    await keepTables(world);
  } catch (error) {
    problems.push(`It came to no end: ${error}`);
  } finally {
    await load.end().catch(error => problems.push(`The load: ${error}`));
    await people.end().catch(error => problems.push(`The people: ${error}`));
    await approver.end();
    await world.remove(problems.length > 0);
  }
  return {
    runs: load.started.size,
    mostAtOnce: load.mostAtOnce,
    kills: world.kills,
    faults: happened,
    spared: sparedFaults(world),
    acts: people.taken,
    problems,
    ...(problems.length > 0 && { standing, folder: world.folder }),
  };
}

/** One fault after the other, until the time is over and enough was killed. */
async function breakThings(options: {
  world: World;
  random: Random;
  options: ChaosOptions;
  /** Counts them. */
  happened: Record<string, number>;
}): Promise<void> {
  const { world, random, happened } = options;
  const { seconds, leastKills = 0, report } = options.options;
  const end = Date.now() + seconds * 1_000;
  const deal = dealFaults(fittingFaults(world), random);
  const kill = dealFaults(
    fittingFaults(world).filter(({ name }) => name === 'kill'),
    random,
  );
  while (Date.now() < end || world.kills < leastKills) {
    await sleep(random.between(0, CALM_MS));
    const fault: Fault = Date.now() < end ? deal() : kill();
    report(await fault.happen(world, random));
    happened[fault.name] = (happened[fault.name] ?? 0) + 1;
    await world.revive();
  }
}

async function untrue(world: World, expected: Expected): Promise<string[]> {
  const problems: string[] = [];
  for (const [name, truth] of Object.entries(truths)) {
    for (const problem of await truth(world, expected)) {
      problems.push(`${name}: ${problem}`);
    }
  }
  return problems;
}

async function snapshot({ fleet }: World): Promise<Expected['before']> {
  const objects = new Map();
  for (const name of fleet.names) {
    objects.set(name, await fleet.objects(name));
  }
  return objects;
}
