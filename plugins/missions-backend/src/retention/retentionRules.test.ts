import { ConfigReader } from '@backstage/config';
import { defaultRetention, readRetentionRules } from './retentionRules';

const read = (retention?: object) =>
  readRetentionRules(
    new ConfigReader({ missions: { ...(retention && { retention }) } } as any),
  );

describe('readRetentionRules', () => {
  it('has defaults', () => {
    expect(read()).toEqual(defaultRetention);
  });

  it('reads ages in every form, counts, and that everything is kept', () => {
    expect(
      read({
        enabled: false,
        logs: { age: '30d', count: 5 },
        history: { age: { days: 60 } },
        runs: { age: 'P90D' },
      }),
    ).toEqual({
      enabled: false,
      levels: {
        logs: { ageMs: 30 * 86_400_000, count: 5 },
        history: {
          ageMs: 60 * 86_400_000,
          count: defaultRetention.levels.history.count,
        },
        runs: {
          ageMs: 90 * 86_400_000,
          count: defaultRetention.levels.runs.count,
        },
      },
    });
  });

  it.each([
    [
      { logs: { age: '30m' } },
      /missions\.retention\.logs\.age must be at least one hour/,
    ],
    [{ runs: { age: { days: 0 } } }, /missions\.retention\.runs\.age/],
    [
      { history: { count: 0 } },
      /missions\.retention\.history\.count .* at least 1; it is 0/,
    ],
    [{ runs: { count: 1.5 } }, /it is 1\.5/],
  ])('refuses %j', (retention, message) => {
    expect(() => read(retention)).toThrow(message);
  });
});
