import { faults } from './faults/faults';
import { acts } from './people/acts';
import { runChaos } from './runChaos';
import { FIRST, FOUND } from './seeds';

const SHORT = Boolean(process.env.MISSIONS_TEST_SHORT);
/** How long things break in all, and how long nothing may move before it all rests. */
const SECONDS_IN_ALL = SHORT ? 20 : 600;
const REST_SECONDS = 60;
/** For what goes beyond: kills that are missing, and taking all back. */
const MORE_SECONDS = SHORT ? 300 : 1_200;
const LEAST_KILLS_IN_ALL = SHORT ? 2 : 100;
/** Of the long form. */
const AT_ONCE = 20;

const seeds = SHORT ? FIRST : [...FIRST, ...FOUND];
const seconds = Math.ceil(SECONDS_IN_ALL / seeds.length);

jest.setTimeout((seconds + MORE_SECONDS) * 1_000);

describe('an engine that is killed, cut off and stopped, while people decide', () => {
  const results: Awaited<ReturnType<typeof runChaos>>[] = [];

  it.each(seeds)(
    'loses nothing, does nothing twice and takes all back, by seed $seed on $database',
    async ({ seed, database }) => {
      const story: string[] = [];
      const result = await runChaos({
        database,
        seed,
        seconds,
        replicas: SHORT ? 2 : 3,
        restSeconds: REST_SECONDS,
        leastKills: Math.ceil(LEAST_KILLS_IN_ALL / seeds.length),
        report: line => story.push(line),
      });
      results.push(result);
      expect({ ...result, story }).toEqual({
        ...result,
        story,
        problems: [],
      });
      expect(result.runs).toBeGreaterThan(0);
    },
  );

  it('is killed often, and in the long form is hit by everything, with many runs at a time', () => {
    const kills = results.reduce((sum, result) => sum + result.kills, 0);
    expect(kills).toBeGreaterThanOrEqual(LEAST_KILLS_IN_ALL);
    const seen = (part: 'faults' | 'acts') =>
      new Set(results.flatMap(result => Object.keys(result[part])));
    const everywhere = faults
      .map(({ name }) => name)
      .filter(name => !results.every(({ spared }) => spared.includes(name)));
    const missing = [
      ...everywhere.filter(name => !seen('faults').has(name)),
      ...acts.map(({ name }) => name).filter(name => !seen('acts').has(name)),
    ];
    expect(SHORT ? [] : missing).toEqual([]);
    const atOnce = Math.max(...results.map(result => result.mostAtOnce));
    expect(SHORT ? AT_ONCE : atOnce).toBeGreaterThanOrEqual(AT_ONCE);
  });
});
