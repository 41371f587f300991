import type { AsyncCommand } from 'fast-check';
import {
  expectAnswer,
  expectClusters,
  expectList,
  expectRun,
} from './agreement';
import type { Comparison, Move } from './Comparison';
import type { ReferenceModel } from './ReferenceModel';

/** Something that a person asks for, compared with what the model says of it. */
export class PersonCommand
  implements AsyncCommand<ReferenceModel, Comparison, true>
{
  readonly #move: (
    model: ReferenceModel,
    world: Comparison,
  ) => Move | Promise<Move>;
  readonly #isPossible: (model: ReferenceModel) => boolean;
  #told = 'nobody asked';

  constructor(
    move: (model: ReferenceModel, world: Comparison) => Move | Promise<Move>,
    isPossible: (model: ReferenceModel) => boolean = ({ runs }) =>
      runs.length > 0,
  ) {
    this.#move = move;
    this.#isPossible = isPossible;
  }

  async check(model: Readonly<ReferenceModel>): Promise<boolean> {
    return this.#isPossible(model as ReferenceModel);
  }

  async run(model: ReferenceModel, world: Comparison): Promise<void> {
    const { portal } = world;
    const move = await this.#move(model, world);
    const { says, by, path, body = {}, key, about } = move;
    this.#told = `${says} by ${by}`;
    const { code, body: told } = await portal.ask(by, 'POST', path, body, key);
    this.#told += ` -> ${code ?? 'granted'}`;
    expectAnswer(move, told, code);
    if (key !== undefined && code === undefined) {
      world.sent.push(move);
    }
    await portal.rest();
    await expectList(world, by);
    await expectClusters(world);
    for (const run of [about, about?.undoOf]) {
      if (run?.id) {
        await expectRun(world, run, by);
      }
    }
  }

  toString(): string {
    return this.#told;
  }
}
