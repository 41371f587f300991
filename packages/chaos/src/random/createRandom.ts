/** Numbers that follow from a seed alone, so that a chaos can be repeated. */
export interface Random {
  /** From 0 up to, and without, 1. */
  next(): number;
  /** A whole number from `least` to `most`, both included. */
  between(least: number, most: number): number;
  /** One of them. Throws where there is none. */
  pick<T>(items: readonly T[]): T;
  /** Another row of numbers, which does not move this one. */
  fork(): Random;
}

/** Mulberry32, by Tommy Ettinger (public domain): 32 bits of state. */
export function createRandom(seed: number): Random {
  let state = Math.trunc(seed) % 2 ** 32;
  const next = () => {
    state = (state + 0x6d2b79f5) % 2 ** 32;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const between = (least: number, most: number) =>
    least + Math.floor(next() * (most - least + 1));
  return {
    next,
    between,
    pick: items => {
      if (items.length === 0) {
        throw new Error('There is nothing to pick from');
      }
      return items[between(0, items.length - 1)];
    },
    fork: () => createRandom(between(0, 2 ** 31)),
  };
}
