import { setSkew } from './skewedClock';

const HALF_MINUTE_MS = 30_000;

describe('a skewed clock', () => {
  afterEach(() => setSkew(0));

  it('is wrong wherever the time is asked for, and nowhere else', () => {
    const right = Date.now();
    setSkew(HALF_MINUTE_MS);
    const least = right + HALF_MINUTE_MS;
    const seen = [Date.now(), new Date().getTime(), Date.parse(Date())];
    expect(seen.every(time => time >= least - 1_000)).toBe(true);
    expect(new Date(7).getTime()).toBe(7);
    expect(new Date() instanceof Date).toBe(true);
    expect(Date.UTC(1970, 0, 1)).toBe(0);
    setSkew(-HALF_MINUTE_MS);
    expect(Date.now()).toBeLessThan(least);
  });
});
