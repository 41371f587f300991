import { unbrokenSince } from './unbrokenSince';

describe('unbrokenSince', () => {
  it.each([
    ['is told for the first time', [], 100, 100],
    ['is told again and again', [95, 85, 75], 100, 75],
    ['was over for a while', [95, 85, 40, 30], 100, 85],
    ['was over until now', [40, 30], 100, 100],
    ['has been told once and still holds', [40], 40, 40],
  ])('counts from its beginning what %s', (_what, told, until, since) => {
    expect(unbrokenSince(told, until, 20)).toBe(since);
  });
});
