import { ask } from '../load/ask';
import type { Random } from '../random/createRandom';
import { Loop } from '../world/Loop';
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
  readonly #loop = new Loop(() => this.#act(), PAUSE_MS);

  constructor(world: World, random: Random) {
    this.#world = world;
    this.#random = random;
  }

  begin(): void {
    this.#loop.begin();
  }

  async end(): Promise<void> {
    await this.#loop.end();
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
