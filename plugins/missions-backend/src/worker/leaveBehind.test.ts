import { askWithin, orLeaveBehind } from './leaveBehind';

const never = () => new Promise<never>(() => {});
const reason = new Error('cancelled');

describe('what is called until it ends', () => {
  let abort: AbortController;

  beforeEach(() => {
    jest.useFakeTimers();
    abort = new AbortController();
  });

  afterEach(() => jest.useRealTimers());

  /** How a promise stands. */
  const told = (promise: Promise<unknown>) => {
    const end = jest.fn();
    promise.then(end, end);
    return end;
  };

  it('is left behind after a grace, when it ignores its signal', async () => {
    const end = told(orLeaveBehind(abort.signal, never));
    await jest.advanceTimersByTimeAsync(3_600_000);
    abort.abort(reason);
    await jest.advanceTimersByTimeAsync(4_999);
    expect(end).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(end).toHaveBeenCalledWith(reason);
  });

  it('may end by itself within the grace', async () => {
    const call = async () => {
      await new Promise(resolve =>
        abort.signal.addEventListener('abort', resolve),
      );
      return 'ended';
    };
    const end = told(orLeaveBehind(abort.signal, call));
    abort.abort(reason);
    await jest.advanceTimersByTimeAsync(0);
    expect(end).toHaveBeenCalledWith('ended');
  });

  it('is not called at all when its signal is aborted', async () => {
    abort.abort(reason);
    const call = jest.fn();
    await expect(orLeaveBehind(abort.signal, call)).rejects.toBe(reason);
    expect(call).not.toHaveBeenCalled();
  });

  it('gets a time limit, where it tells no progress', async () => {
    const end = told(
      askWithin({
        who: "Check 'a'",
        limitMs: 60_000,
        signal: abort.signal,
        ask: never,
      }),
    );
    await jest.advanceTimersByTimeAsync(64_999);
    expect(end).not.toHaveBeenCalled();
    await jest.advanceTimersByTimeAsync(1);
    expect(end.mock.calls[0][0]).toMatchObject({
      code: 'STEP_TIMEOUT',
      message: "Check 'a' did not answer within its time limit of 60 s",
    });
  });

  it('says that its time was up, whatever it says itself', async () => {
    const end = told(
      askWithin({
        who: "Check 'a'",
        limitMs: 60_000,
        signal: abort.signal,
        ask: signal =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => reject(new Error('Oh')));
          }),
      }),
    );
    await jest.advanceTimersByTimeAsync(60_000);
    expect(end.mock.calls[0][0]).toMatchObject({ code: 'STEP_TIMEOUT' });
  });

  it.each([
    ['answer', async () => 'blue', 'blue'],
    ['error', () => Promise.reject(reason), reason],
  ])('gives its own %s in time', async (_what, ask, expected) => {
    const { signal } = abort;
    const end = told(
      askWithin({ who: "Check 'a'", limitMs: 60_000, signal, ask }),
    );
    await jest.advanceTimersByTimeAsync(0);
    expect(end).toHaveBeenCalledWith(expected);
    expect(jest.getTimerCount()).toBe(0);
  });
});
