import { lookAgainAt } from './lookAgain';

const since = new Date('2026-01-01T12:00:00.000Z');
const rules = { lookEveryMs: 30_000, giveUpAfterMs: 300_000 };
const after = (seconds: number) => new Date(since.getTime() + seconds * 1000);

describe('lookAgainAt', () => {
  it.each([
    [0, 30],
    [40, 70],
    [285, 300],
    [299, 300],
  ])('looks %d s after it was blocked again at %d s', (now, next) => {
    expect(lookAgainAt(since, after(now), rules)).toEqual(after(next));
  });

  it('gives up when the last look failed too', () => {
    expect(lookAgainAt(since, after(300), rules)).toBeUndefined();
    expect(lookAgainAt(since, after(9000), rules)).toBeUndefined();
  });
});
