import { Deadline } from './Deadline';

describe('Deadline', () => {
  it('is over when nothing moves', () => {
    const deadline = new Deadline({ timeoutMs: 100, extendMs: 1000, now: 0 });
    deadline.progress('a', 0);
    deadline.progress('a', 90);
    expect(deadline.isOver(99)).toBe(false);
    expect(deadline.isOver(100)).toBe(true);
  });

  it('moves with progress, but not beyond the extension', () => {
    const deadline = new Deadline({ timeoutMs: 100, extendMs: 250, now: 0 });
    deadline.progress('a', 0);
    deadline.progress('b', 90);
    expect(deadline.isOver(180)).toBe(false);
    deadline.progress('c', 180);
    expect(deadline.isOver(249)).toBe(false);
    expect(deadline.isOver(250)).toBe(true);
  });

  it('knows how long it waited, and since when nothing moved', () => {
    const deadline = new Deadline({ timeoutMs: 100, now: 0 });
    expect(deadline.progress('a', 10)).toBe(true);
    expect(deadline.progress('a', 20)).toBe(false);
    expect(deadline.spent(60)).toEqual({ waitedMs: 60, quietMs: 60 });
    expect(deadline.progress('b', 60)).toBe(true);
    expect(deadline.spent(90)).toEqual({ waitedMs: 90, quietMs: 30 });
  });
});
