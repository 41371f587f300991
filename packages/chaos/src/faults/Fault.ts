import type { Random } from '../random/createRandom';
import type { World } from '../world/World';

/** One way in which the world goes wrong, and right again. */
export interface Fault {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  fits?(world: World): boolean;
  /** Resolves when it is over. Answers what it did, for the report. */
  happen(world: World, random: Random): Promise<string>;
}
