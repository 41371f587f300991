import { Loop } from '../world/Loop';
import type { World } from '../world/World';

const PAUSE_MS = 200;

/** Somebody who approves every plan, on whichever engine answers. */
export class Approver {
  readonly #world: World;
  readonly #loop = new Loop(() => this.#turn(), PAUSE_MS);
  #turns = 0;

  constructor(world: World) {
    this.#world = world;
  }

  begin(): void {
    this.#loop.begin();
  }

  async end(): Promise<void> {
    await this.#loop.end();
  }

  async #turn(): Promise<void> {
    const { engines } = this.#world;
    const engine = engines[this.#turns++ % engines.length];
    // One that is dead, or was slower than another, has said no.
    await engine.approveAll().catch(() => {});
  }
}
