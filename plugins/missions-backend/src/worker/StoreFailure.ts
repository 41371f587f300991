import { isEngineFailure } from './isEngineFailure';

type Functions = Readonly<Record<string, (...values: any[]) => unknown>>;

/**
 * Sees what of the store fails, or does not open, while an action uses it: the
 * action may hide that behind an error of its own, which then says nothing about
 * its cluster.
 */
export class StoreFailure {
  #first: unknown;

  /** The first error of the store, or undefined. */
  get error(): unknown {
    return this.#first;
  }

  /** The same, watched: what it rejects with is noted. */
  of<T extends (...values: any[]) => Promise<unknown>>(asked: T): T {
    const watched = async (...values: unknown[]) => {
      try {
        return await asked(...values);
      } catch (error) {
        if (isEngineFailure(error)) {
          this.#first ??= error;
        }
        throw error;
      }
    };
    return watched as T;
  }

  /** An object of which every function is watched. */
  ofAll<T extends object>(members: T): T {
    const functions = Object.entries(members as Functions);
    return Object.fromEntries(
      functions.map(([name, asked]) => [name, this.of(asked as any)]),
    ) as T;
  }
}
