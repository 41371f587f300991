/** PostgreSQL: one of several that wait for each other had to give way. */
const DEADLOCK = '40P01';
const MOST_TRIES = 20;

/**
 * Does fn, and again when it had to give way: a migration takes locks in
 * another order than engines that are at work beside it. What it did was rolled
 * back. Throws what the last try throws.
 */
export async function overDeadlocks<T>(fn: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await fn();
    } catch (error) {
      if (
        (error as { code?: unknown }).code !== DEADLOCK ||
        tries >= MOST_TRIES
      ) {
        throw error;
      }
    }
  }
}
