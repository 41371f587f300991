import { DATABASES } from './databases/DatabaseName';
import { runChaos } from './runChaos';

/** A chaos of this length, and what it takes to come to rest. */
const SECONDS = process.env.MISSIONS_TEST_SHORT ? 10 : 60;
const REST_SECONDS = 120;

jest.setTimeout((SECONDS + 3 * REST_SECONDS) * 1_000);

describe('an engine that is killed, cut off and stopped', () => {
  it.each(DATABASES)(
    'loses nothing, does nothing twice and takes all back, on %s',
    async database => {
      const story: string[] = [];
      const result = await runChaos({
        database,
        seed: 20_261_123,
        seconds: SECONDS,
        replicas: 2,
        restSeconds: REST_SECONDS,
        report: line => story.push(line),
      });
      expect({ ...result, story }).toEqual({
        ...result,
        story,
        problems: [],
      });
      expect(result.runs).toBeGreaterThan(0);
      const { kill = 0, 'kill all': all = 0 } = result.faults;
      expect(kill + all).toBeGreaterThan(0);
    },
  );
});
