import { SmallPortal } from './__testUtils__/SmallPortal';
import { OrbitTicker } from './orbits';
import { SourceReader } from './sources';
import { Worker } from './worker';

jest.setTimeout(60_000);

type Part = { stop(): Promise<void> };

/** Its end takes until it is let go. */
function hang(part: Part): { letGo(): void } {
  let letGo = () => {};
  const allowed = new Promise<void>(resolve => {
    letGo = resolve;
  });
  const { stop } = part;
  jest
    .spyOn(part, 'stop')
    .mockImplementationOnce(async function late(this: Part) {
      await allowed;
      await stop.call(this);
    });
  return { letGo };
}

describe('the end of a portal', () => {
  let portal: SmallPortal;

  beforeEach(async () => {
    portal = await SmallPortal.start();
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await portal.stop();
  });

  it.each([
    ['orbits', OrbitTicker.prototype],
    ['sources', SourceReader.prototype],
  ])(
    'hands work over while %s are not at their end yet',
    async (_what, part) => {
      const worker = jest.spyOn(Worker.prototype, 'stop');
      const { letGo } = hang(part);
      const stopped = portal.stop();
      const end = Date.now() + 20_000;
      while (worker.mock.calls.length === 0 && Date.now() < end) {
        await new Promise(resolve => setTimeout(resolve, 20));
      }
      expect(worker).toHaveBeenCalledTimes(1);
      letGo();
      await stopped;
    },
  );

  it('goes on when one part does not end well', async () => {
    const worker = jest.spyOn(Worker.prototype, 'stop');
    const { stop } = OrbitTicker.prototype;
    jest
      .spyOn(OrbitTicker.prototype, 'stop')
      .mockImplementationOnce(async function fail(this: OrbitTicker) {
        await stop.call(this);
        throw new Error('The database is away');
      });
    await portal.stop();
    expect(worker).toHaveBeenCalledTimes(1);
  });
});
