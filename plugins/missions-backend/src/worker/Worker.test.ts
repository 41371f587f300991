import { mockLogger } from '../__testUtils__/mockLogger';
import { Sealer } from '../sealing';
import { RunFeed } from '../store';
import { Telemetry } from '../telemetry';
import { Worker } from './Worker';

/** A database that takes every question, and answers none. */
const silent: any = new Proxy(() => silent, {
  get: (_, name) => (name === 'then' ? () => {} : silent),
  apply: () => silent,
});

/** One whose every question fails. */
const empty = () => {
  throw new Error('no such table');
};

describe('Worker', () => {
  let worker: Worker;

  const create = (db: () => unknown) =>
    Worker.create({
      store: {
        onWork: () => () => {},
        takeNew: () => () => {},
        dialect: {},
        life: { onCutOff: () => () => {} },
        sealer: new Sealer(),
        feed: new RunFeed(),
        telemetry: Telemetry.create(),
        db,
      },
      logger: mockLogger(),
    } as never);

  beforeEach(() => {
    jest.useFakeTimers();
    worker = create(empty);
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

  it('stops though the database answers no claim', async () => {
    const waiting = create(silent);
    await waiting.start();
    const stopped = waiting.stop().then(() => 'stopped');
    await jest.advanceTimersByTimeAsync(10_000);
    await expect(stopped).resolves.toBe('stopped');
  });
});
