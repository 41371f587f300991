import { mockLogger } from '../__testUtils__/mockLogger';
import { Sealer } from '../sealing';
import { RunFeed } from '../store';
import { Telemetry } from '../telemetry';
import { Worker } from './Worker';

describe('Worker', () => {
  let worker: Worker;

  beforeEach(() => {
    jest.useFakeTimers();
    worker = Worker.create({
      store: {
        onWork: () => () => {},
        takeNew: () => () => {},
        dialect: {},
        life: { onCutOff: () => () => {} },
        sealer: new Sealer(),
        feed: new RunFeed(),
        telemetry: Telemetry.create(),
        db: () => {
          throw new Error('no such table');
        },
      },
      logger: mockLogger(),
    } as never);
  });

  afterEach(async () => {
    await worker.stop();
    jest.useRealTimers();
  });

  it('is in trouble before its start, after its stop, and not between', async () => {
    expect(worker.trouble?.message).toBe(
      'Runs do not go on: the worker of this process has not started yet.',
    );
    await worker.start();
    expect(worker.trouble).toBeUndefined();
    await worker.stop();
    expect(worker.trouble?.message).toBe(
      'Runs do not go on: the worker of this process was stopped.',
    );
  });

  it('is in trouble when no round of claims ends well for half a minute', async () => {
    await worker.start();
    await jest.advanceTimersByTimeAsync(29_000);
    expect(worker.trouble).toBeUndefined();
    await jest.advanceTimersByTimeAsync(2_000);
    expect(worker.trouble?.message).toBe(
      'Runs do not go on: the worker of this process ended no round since then.',
    );
  });
});
