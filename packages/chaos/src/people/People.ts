import { setTimeout as sleep } from 'node:timers/promises';
import { ask } from '../load/ask';
import type { Random } from '../random/createRandom';
import { patiently } from '../world/patiently';
import type { World } from '../world/World';
import { acts } from './acts';
import { isDefect } from './isDefect';

const PAUSE_MS = 150;

/** People who do what is possible, one after another, on whichever engine it is. */
export class People {
  /** How often each act was taken, by name. */
  readonly taken: Record<string, number> = {};
  /** Answers that nobody should get. */
  readonly defects: string[] = [];
  readonly #world: World;
  readonly #random: Random;
  readonly #choices = acts.flatMap(act => Array(act.weight).fill(act));
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

  async end(): Promise<void> {
    this.#ended = true;
    await this.#working;
  }

  /** They leave, and let everything go on that they held up. */
  async calm(): Promise<void> {
    await this.end();
    const held: string[] = await patiently(() =>
      this.#world.database
        .truth()('runs')
        .whereNull('finished_at')
        .where({ pause_requested: true })
        .pluck('id'),
    );
    for (const runId of held) {
      await ask(this.#world, async engine => {
        await engine.resume({ runId }).catch(error => {
          // It has ended meanwhile, or an answer was lost on its way.
          if (!/STATE_REFUSED|can be resumed/.test(String(error))) {
            throw error;
          }
        });
      });
    }
  }

  async #work(): Promise<void> {
    while (!this.#ended) {
      await this.#act();
      await sleep(PAUSE_MS);
    }
  }

  async #act(): Promise<void> {
    const { engines, database } = this.#world;
    const act = this.#random.pick(this.#choices);
    const engine = this.#random.pick(engines);
    try {
      const candidates = await act.find(database.truth());
      if (candidates.length > 0) {
        await act.do(engine, this.#random.pick(candidates), this.#random);
        this.taken[act.name] = (this.taken[act.name] ?? 0) + 1;
      }
    } catch (error) {
      // Too late, or whom it was asked of is away.
      const said = String((error as Error).message);
      if (isDefect(said)) {
        this.defects.push(`${act.name}: ${said}`);
      }
    }
  }
}
