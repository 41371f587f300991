import { setTimeout as sleep } from 'node:timers/promises';
import type { Random } from '../random/createRandom';
import { RESTING } from '../truths/truths';
import type { World } from '../world/World';

/** Runs that go on at once. */
const AT_ONCE = 24;
const PAUSE_MS = 100;
const MOST_CLUSTERS = 3;
/** All engines may be down, and a refusal may pass. */
const ANSWER_MS = 60_000;

/** Starts runs as long as it is told to, each of them asked for until one answers. */
export class Load {
  /** The run of each request, by its key. */
  readonly started = new Map<string, string>();
  readonly #world: World;
  readonly #random: Random;
  #ended = false;
  #working: Promise<void> = Promise.resolve();

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  begin(): void {
    this.#working = this.#work();
    // Whoever ends it is told.
    this.#working.catch(() => {});
  }

  /** Ends when the last request has its answer. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    while (!this.#ended) {
      if ((await this.#goingOn()) < AT_ONCE) {
        await this.#start();
      }
      await sleep(PAUSE_MS);
    }
  }

  async #start(): Promise<void> {
    const key = `request-${this.started.size + 1}`;
    const { names } = this.#world.fleet;
    const first = this.#random.between(0, names.length - 1);
    const count = this.#random.between(1, MOST_CLUSTERS);
    const { id } = await ask(this.#world, engine =>
      engine.startRun({
        key,
        namespace: `chaos-${this.started.size + 1}`,
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

/** Asks one engine after the other until one answers. Throws the last refusal when none did in time. */
export async function ask<T>(
  { engines }: World,
  question: (engine: World['engines'][number]) => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + ANSWER_MS;
  for (let turn = 0; ; turn += 1) {
    try {
      return await question(engines[turn % engines.length]);
    } catch (error) {
      // What it is refused for, such as a target that still goes on, may pass.
      if (Date.now() > deadline) {
        throw error;
      }
      await sleep(PAUSE_MS);
    }
  }
}
