import { setTimeout as sleep } from 'node:timers/promises';
import type { World } from '../world/World';

const PAUSE_MS = 200;

/** Somebody who approves every plan, on whichever engine answers. */
export class Approver {
  readonly #world: World;
  #ended = false;
  #working: Promise<void> = Promise.resolve();

  constructor(world: World) {
    this.#world = world;
  }

  begin(): void {
    this.#working = this.#work();
  }

  async end(): Promise<void> {
    this.#ended = true;
    await this.#working;
  }

  async #work(): Promise<void> {
    for (let turn = 0; !this.#ended; turn += 1) {
      const { engines } = this.#world;
      // One that is dead, or was slower than another, has said no.
      await engines[turn % engines.length].approveAll().catch(() => {});
      await sleep(PAUSE_MS);
    }
  }
}
