import { type AbortReason, HeldLease } from './HeldLease';
import {
  type Lease,
  type LiveRun,
  type Store,
  LiveRuns,
  RunFeed,
} from '../store';
import { Places } from './Places';

const LEASE_MS = 12_000;
const lease: Lease = { runId: 'r', targetId: 'one', owner: 'w', fence: 1 };
const never = new Promise<never>(() => {});

/** A lease whose renewals the database answers as told, of a run that is known like this. */
function hold(
  answer: () => Promise<{ state: string }[]>,
  claimedAt?: number,
  live: Partial<LiveRun> = {},
) {
  const raw = jest.fn(answer);
  const places = new Places({ most: 1, onClaimTurn: () => {} });
  places.takeForClaim();
  const feed = new RunFeed();
  const held = new HeldLease({
    store: {
      db: { raw },
      live: new LiveRuns(
        () =>
          ({
            looks: () => {},
            exclusively: (fn: () => unknown) => fn(),
            left: () => {},
            ...live,
          } as unknown as LiveRun),
      ),
      dialect: { rows: (result: unknown) => result },
      feed,
      changeHeld: async () => true,
    } as unknown as Store,
    lease,
    leaseMs: LEASE_MS,
    claimedAt: claimedAt ?? performance.now(),
    places,
    placed: true,
  });
  return { held, raw, places, feed };
}

describe('HeldLease', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks four times in a lease, and holds it while the database answers', async () => {
    const { held, raw } = hold(async () => [{ state: 'running' }]);
    await jest.advanceTimersByTimeAsync(LEASE_MS);
    expect(raw).toHaveBeenCalledTimes(4);
    await jest.advanceTimersByTimeAsync(3 * LEASE_MS);
    expect(held.aborted).toBeUndefined();
    held.end();
  });

  it.each([
    ['the lease belongs to somebody else', [], 'lost'],
    ['the run was cancelled', [{ state: 'cancelling' }], 'cancelled'],
  ])('stops the work at the beat that says: %s', async (_what, rows, why) => {
    const { held } = hold(async () => rows);
    await jest.advanceTimersByTimeAsync(LEASE_MS / 4);
    expect(held.signal.aborted).toBe(true);
    expect(held.aborted).toBe(why);
    held.end();
  });

  it('asks at once when the run is cancelled at another replica, and only then', async () => {
    const { held, raw, feed } = hold(async () => [{ state: 'cancelling' }]);
    const news = { kind: 'elsewhere', runId: 'r' } as const;
    feed.publish({ ...news, cancelling: false });
    expect(raw).not.toHaveBeenCalled();
    feed.publish({ ...news, cancelling: true });
    await jest.advanceTimersByTimeAsync(0);
    expect(held.aborted).toBe('cancelled');
    held.end();
  });

  it.each([
    ['says nothing', () => never],
    ['refuses', () => Promise.reject(new Error('No connection'))],
  ])(
    'stops the work at two thirds of the lease when the database %s',
    async (_what, answer) => {
      const { held } = hold(answer);
      await jest.advanceTimersByTimeAsync((LEASE_MS * 2) / 3 - 1);
      expect(held.aborted).toBeUndefined();
      await jest.advanceTimersByTimeAsync(1);
      expect(held.aborted).toBe('lost');
      held.end();
    },
  );

  it('counts from when the claim and each renewal were sent, not from their answers', async () => {
    const slow = async () => {
      await new Promise(resolve => setTimeout(resolve, 2_000));
      return [{ state: 'running' }];
    };
    const answers = [slow, () => never];
    const { held } = hold(() => (answers.shift() ?? (() => never))());
    // Sent at 3 s, answered at 5 s: it holds until 11 s.
    await jest.advanceTimersByTimeAsync(10_999);
    expect(held.aborted).toBeUndefined();
    await jest.advanceTimersByTimeAsync(1);
    expect(held.aborted).toBe('lost');
    held.end();

    const late = hold(() => never, performance.now() - 5_000).held;
    await jest.advanceTimersByTimeAsync(3_000);
    expect(late.aborted).toBe('lost');
    late.end();
  });

  it('lets nothing begin once its time is over, also before its timers say so', async () => {
    const { held } = hold(() => never);
    await jest.advanceTimersByTimeAsync(LEASE_MS / 2);
    expect(() => held.guard()).not.toThrow();
    // As in a process that was suspended, and goes on with what had arrived.
    const clock = jest
      .spyOn(performance, 'now')
      .mockReturnValue(performance.now() + LEASE_MS / 4);
    expect(held.signal.aborted).toBe(false);
    expect(() => held.guard()).toThrow('Another worker took over');
    expect([held.aborted, held.signal.aborted]).toEqual(['lost', true]);
    clock.mockRestore();
    held.end();
  });

  it('sees that a lease is lost whose run was cancelled before', async () => {
    const answers = [[{ state: 'cancelling' }], []];
    const { held } = hold(async () => answers.shift()!);
    await jest.advanceTimersByTimeAsync(LEASE_MS / 4);
    expect(held.aborted).toBe('cancelled');
    await jest.advanceTimersByTimeAsync(LEASE_MS / 4);
    expect(held.aborted).toBe('lost');
    held.end();
  });

  it.each<[AbortReason, AbortReason, AbortReason]>([
    ['cancelled', 'stopping', 'stopping'],
    ['cancelled', 'lost', 'lost'],
    ['lost', 'cancelled', 'lost'],
    ['lost', 'stopping', 'lost'],
    ['stopping', 'cancelled', 'stopping'],
    ['stopping', 'lost', 'stopping'],
  ])('takes %s and then %s for %s', (before, after, why) => {
    const { held } = hold(() => never);
    held.abort(before);
    held.abort(after);
    expect(held.aborted).toBe(why);
    expect(held.signal.reason).toMatchObject({ reason: before });
    held.end();
  });

  it('asks nothing and aborts nothing after its end', async () => {
    const { held, raw } = hold(async () => []);
    held.end();
    await jest.advanceTimersByTimeAsync(LEASE_MS);
    expect(raw).not.toHaveBeenCalled();
    expect(held.signal.aborted).toBe(false);
  });

  it('has no place while it rests, keeps its heartbeat, and has one again', async () => {
    const { held, raw, places } = hold(async () => [{ state: 'running' }]);
    const rested = held.rest(
      new Promise(resolve => setTimeout(resolve, 2 * LEASE_MS)),
      held.signal,
    );
    expect(held.placed).toBe(false);
    expect(places.takeForClaim()).toBe(true);
    places.giveBack();
    await jest.advanceTimersByTimeAsync(2 * LEASE_MS);
    await rested;
    expect(raw).toHaveBeenCalledTimes(8);
    expect(held.placed).toBe(true);
    expect(places.takeForClaim()).toBe(false);
    held.end();
  });

  it('takes one place for two rests at once, and can rest again', async () => {
    const { held, places } = hold(async () => [{ state: 'running' }]);
    for (const _again of [1, 2]) {
      const rests = [10, 10, 20].map(milliseconds =>
        held.rest(
          new Promise(resolve => setTimeout(resolve, milliseconds)),
          held.signal,
        ),
      );
      expect(held.placed).toBe(false);
      await jest.advanceTimersByTimeAsync(20);
      await Promise.all(rests);
      expect(held.placed).toBe(true);
    }
    held.end();
    expect(places.takeForClaim()).toBe(true);
    expect(places.takeForClaim()).toBe(false);
  });

  it('waits for no place when it is aborted, and takes none after its end', async () => {
    const { held, places } = hold(async () => [{ state: 'running' }]);
    const rested = held.rest(Promise.resolve(), held.signal);
    places.takeForClaim();
    held.abort('stopping');
    await expect(rested).rejects.toThrow('This process is shutting down');
    expect(held.placed).toBe(false);
    held.end();
    places.giveBack();
    expect(places.takeForClaim()).toBe(true);
    expect(places.takeForClaim()).toBe(false);
  });

  it('gives its place to others while its last commit is on its way', async () => {
    let commit = () => {};
    const committed = new Promise<void>(resolve => {
      commit = resolve;
    });
    const { held, places } = hold(async () => [], undefined, {
      settled: () => committed,
      guard: () => {},
    });
    const left = held.leave();
    await jest.advanceTimersByTimeAsync(0);
    expect([held.left, held.placed]).toEqual([false, false]);
    expect(places.takeForClaim()).toBe(true);
    commit();
    await left;
    expect([held.left, held.placed]).toEqual([true, false]);
    held.end();
  });

  it('has a place again when its last commit came to nothing', async () => {
    const stale = new Error('stale');
    const { held } = hold(async () => [], undefined, {
      settled: async () => {},
      guard: () => {
        throw stale;
      },
    });
    await expect(held.leave()).rejects.toBe(stale);
    expect([held.left, held.placed]).toEqual([false, true]);
    held.end();
  });
});
