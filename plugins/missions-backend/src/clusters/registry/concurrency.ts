/** Runs at most `limit` of the given tasks at a time, the others in order. */
export function limitConcurrency(
  limit: number,
): <T>(task: () => Promise<T>) => Promise<T> {
  const waiting: (() => void)[] = [];
  let running = 0;
  return async task => {
    if (running >= limit) {
      await new Promise<void>(resolve => waiting.push(resolve));
    } else {
      running += 1;
    }
    try {
      return await task();
    } finally {
      const next = waiting.shift();
      if (next) {
        // The place is handed on, so that nobody can slip in between.
        next();
      } else {
        running -= 1;
      }
    }
  };
}
