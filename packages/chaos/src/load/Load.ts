import type { MissionName } from '../engine/missions';
import type { Random } from '../random/createRandom';
import { RESTING } from '../truths/restless';
import { Loop } from '../world/Loop';
import { patiently } from '../world/patiently';
import type { World } from '../world/World';
import { ask } from './ask';

/** Runs that go on at once. */
const AT_ONCE = 24;
const PAUSE_MS = 100;
const MOST_CLUSTERS = 3;
/** One of so many runs goes in waves over all clusters. */
const WAVES_EVERY = 3;

/** Starts runs as long as it is told to, each of them asked for until one answers. */
export class Load {
  /** The run of each request, by its key. */
  readonly started = new Map<string, string>();
  /** The most runs that went on at a time. */
  mostAtOnce = 0;
  readonly #world: World;
  readonly #random: Random;
  readonly #loop = new Loop(() => this.#turn(), PAUSE_MS);

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  begin(): void {
    this.#loop.begin();
  }

  /** Ends when the last request has its answer. */
  async end(): Promise<void> {
    await this.#loop.end();
  }

  async #turn(): Promise<void> {
    const goingOn = await patiently(() => this.#goingOn());
    this.mostAtOnce = Math.max(this.mostAtOnce, goingOn);
    if (goingOn < AT_ONCE) {
      await this.#start();
    }
  }

  async #start(): Promise<void> {
    const number = this.started.size + 1;
    const key = `request-${number}`;
    const { names } = this.#world.fleet;
    const first = this.#random.between(0, names.length - 1);
    const few = this.#random.between(1, MOST_CLUSTERS);
    const inWaves = this.#random.between(1, WAVES_EVERY) === 1;
    const mission: MissionName = inWaves ? 'waves' : 'writes';
    const count = inWaves ? names.length : few;
    const { id } = await ask(this.#world, engine =>
      engine.startRun({
        ...{ key, mission },
        namespace: `chaos-${number}`,
        clusters: [...names, ...names].slice(first, first + count),
      }),
    );
    this.started.set(key, id);
  }

  async #goingOn(): Promise<number> {
    const row = await this.#world.database
      .truth()('runs')
      .whereNotIn('state', RESTING)
      .count({ count: '*' })
      .first();
    return Number(row?.count);
  }
}
