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
});
