import {
  type ObjectRef,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type { RunContext } from '@mission-control/plugin-missions-node';
import { spanOf, type Observation } from '../../observe';
import type { WaitInput } from './schema';

/** So long an object may be away, as one that is deleted and made anew is. */
const AWAY_MS = 5_000;

/**
 * Tells objects that do not exist yet from those that ought to exist: seen
 * before by this wait, or written by an earlier step. Waiting for those does
 * not help.
 */
export class Missing {
  readonly #ctx: Pick<RunContext<WaitInput>, 'input' | 'wroteEarlier'>;
  readonly #seen = new Set<string>();
  readonly #since = new Map<string, number>();

  constructor(ctx: Pick<RunContext<WaitInput>, 'input' | 'wroteEarlier'>) {
    this.#ctx = ctx;
  }

  /** The object that has been away for too long, and why it was expected. */
  async look(
    { objects }: Observation,
    now: number,
  ): Promise<{ lost: ObjectRef; reason: string } | undefined> {
    if (this.#ctx.input.for === 'absent') {
      return undefined;
    }
    for (const { ref, object } of objects) {
      const name = nameOfObject(ref);
      if (object) {
        this.#seen.add(name);
        this.#since.delete(name);
        continue;
      }
      const since = this.#since.get(name) ?? now;
      this.#since.set(name, since);
      const why = now - since < AWAY_MS ? undefined : await this.#why(ref);
      if (why) {
        const span = spanOf(now - since);
        const reason = `${name}: It does not exist, for ${span} now, and ${why}`;
        return { lost: ref, reason };
      }
    }
    return undefined;
  }

  async #why(ref: ObjectRef): Promise<string | undefined> {
    if (this.#seen.has(nameOfObject(ref))) {
      return 'this step saw it before';
    }
    return (await this.#ctx.wroteEarlier(ref))
      ? 'an earlier step of this run wrote it'
      : undefined;
  }
}
