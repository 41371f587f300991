import { createRandom } from './createRandom';

const row = (seed: number) => {
  const random = createRandom(seed);
  return Array.from({ length: 50 }, () => random.between(1, 6));
};

describe('createRandom', () => {
  it('gives the same numbers for the same seed, and others for another', () => {
    expect(row(7)).toEqual(row(7));
    expect(row(7)).not.toEqual(row(8));
  });

  it('stays within its bounds, and reaches both', () => {
    expect([...new Set(row(7))].sort()).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('gives a fork numbers of its own', () => {
    const random = createRandom(7);
    const fork = random.fork();
    const expected = random.next();
    const again = createRandom(7);
    const other = again.fork();
    expect([other.next(), other.next()]).toEqual([fork.next(), fork.next()]);
    expect(again.next()).toBe(expected);
  });

  it('picks nothing of nothing', () => {
    expect(() => createRandom(1).pick([])).toThrow('nothing to pick');
  });
});
