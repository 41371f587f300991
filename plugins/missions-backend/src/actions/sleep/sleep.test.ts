import type {
  RunContext,
  SuspendStep,
} from '@mission-control/plugin-missions-node';
import { shiftDate } from '../../worker/__testUtils__/shiftDate';
import { sleepAction } from '.';

const MINUTE_MS = 60_000;

describe('core:sleep', () => {
  let setRight = () => {};

  afterEach(() => setRight());

  /** What a call asks for, by the clock of the process that it is made in. */
  const askedMs = async (context: RunContext<any>) => {
    try {
      await sleepAction.run(context);
      return 0;
    } catch (error) {
      const { suspension } = error as SuspendStep;
      return suspension.kind === 'time'
        ? suspension.until.getTime() - Date.now()
        : NaN;
    }
  };

  it.each([
    ['ahead', MINUTE_MS],
    ['behind', -MINUTE_MS],
  ])(
    'waits as long as it says where one whose clock is %s took it over before the wait was kept',
    async (_, shift) => {
      const kept = new Map<string, unknown>();
      const context = {
        input: { duration: '10s' },
        log: { info: () => {} },
        evidence: () => {},
        checkpoint: async (key: string, fn: () => Promise<unknown>) => {
          kept.set(key, kept.get(key) ?? (await fn()));
          return kept.get(key);
        },
      } as unknown as RunContext<any>;
      const first = await askedMs(context);
      setRight = shiftDate(shift);
      const second = await askedMs(context);
      for (const waited of [first, second]) {
        expect(Math.round(waited / 1_000)).toBe(10);
      }
    },
  );
});
