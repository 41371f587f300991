import { LeftToOthers } from './LeftToOthers';

describe('LeftToOthers', () => {
  let now: number;
  let left: LeftToOthers;

  beforeEach(() => {
    now = 0;
    left = new LeftToOthers(100, () => now);
  });

  it('leaves a run for a while, and tells when nothing happened to it by then', () => {
    expect(left.leave('a', 1)).toBe(true);
    expect(left.runIds).toEqual(['a']);
    now = 100;
    expect(left.runIds).toEqual([]);
    expect(left.leave('a', 1)).toBe(false);
    // Its other targets are told at once, though telling is an event too.
    expect(left.leave('a', 2)).toBe(false);
    expect(left.runIds).toEqual([]);
  });

  it('tells also when others who cannot either had it between', () => {
    const other = new LeftToOthers(100, () => now);
    expect([left.leave('a', 1), other.leave('a', 1)]).toEqual([true, true]);
    now = 100;
    expect(left.leave('a', 1)).toBe(false);
  });

  it('leaves it again when it went on elsewhere, and a while after it was told', () => {
    expect(left.leave('a', 1)).toBe(true);
    now = 100;
    expect(left.leave('a', 5)).toBe(true);
    now = 200;
    expect(left.leave('a', 5)).toBe(false);
    now = 100_000;
    expect(left.leave('a', 5)).toBe(true);
  });

  it('begins anew with a run at which another one may have looked since', () => {
    expect(left.leave('a', 1)).toBe(true);
    now = 30_000;
    expect(left.leave('a', 1)).toBe(true);
  });

  it('forgets none of many, and leaves those out that came last', () => {
    for (let number = 0; number < 1_500; number += 1) {
      left.leave(`${number}`, 1);
    }
    expect(left.runIds).toHaveLength(1_000);
    expect(left.runIds.at(-1)).toBe('1499');
    // Claimed once more, the first one is not left for longer.
    expect(left.leave('0', 1)).toBe(true);
    now = 100;
    expect(left.leave('0', 1)).toBe(false);
  });
});
