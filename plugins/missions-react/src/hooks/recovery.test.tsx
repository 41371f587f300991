import { act, renderHook, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import type { ReactNode } from 'react';
import { renderWidget } from '../__testUtils__/renderWidget';
import { missionsApiRef, type StreamRunOptions } from '../api';
import { createMissionsApiMock } from '../testing/createMissionsApiMock';
import { aRun } from '../testing/fixtures';
import { LiveMark } from '../widgets';
import { usePolled } from './usePolled';
import { useRun } from './useRun';

/** Longer than it takes to answer, shorter than any wait. */
const SOON_MS = 100;

let reachable: boolean;
const ask = jest.fn(async () => {
  if (!reachable) {
    throw new TypeError('Failed to fetch');
  }
  return 'data';
});
const pass = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
const tell = (whom: EventTarget, what: string) =>
  act(() => {
    whom.dispatchEvent(new Event(what));
  });
const page = (intervalMs = 5_000) =>
  renderHook(() => usePolled(ask, { key: 'a', intervalMs })).result;

/** A page that lost its connection 45 s ago, which is back. */
async function lostFor45Seconds() {
  const result = page();
  await pass(SOON_MS);
  reachable = false;
  await pass(45_000);
  expect(result.current).toMatchObject({ kind: 'ready', stale: true });
  reachable = true;
  return result;
}

beforeEach(() => {
  jest.useFakeTimers();
  reachable = true;
  ask.mockClear();
});
afterEach(() => jest.useRealTimers());

describe('a connection that is back', () => {
  it('is used at once when the browser says that it is online', async () => {
    const result = await lostFor45Seconds();
    tell(window, 'online');
    await pass(SOON_MS);
    expect(result.current).toMatchObject({ stale: false });
  });

  it('is used at once when a person tries', async () => {
    const result = await lostFor45Seconds();
    renderWidget(<LiveMark liveness="stale" />);
    const user = userEvent.setup({ advanceTimers: jest.advanceTimersByTime });
    await user.click(screen.getByRole('button', { name: 'Try now' }));
    await pass(SOON_MS);
    expect(result.current).toMatchObject({ stale: false });
  });

  it('is used at once when the tab is seen again', async () => {
    const visibility = jest.spyOn(document, 'visibilityState', 'get');
    const result = await lostFor45Seconds();
    for (const state of ['hidden', 'visible'] as const) {
      visibility.mockReturnValue(state);
      tell(document, 'visibilitychange');
    }
    await pass(SOON_MS);
    visibility.mockRestore();
    expect(result.current).toMatchObject({ stale: false });
  });

  it('is found within 20 s though nothing tells of it', async () => {
    const result = await lostFor45Seconds();
    await pass(20_000);
    expect(result.current).toMatchObject({ stale: false });
  });

  it('is used by all that failed once one of them is answered', async () => {
    const slow = page(10 * 60_000);
    await lostFor45Seconds();
    reachable = false;
    tell(window, 'online');
    await pass(SOON_MS);
    expect(slow.current).toMatchObject({ stale: true });
    reachable = true;
    await pass(20_000);
    expect(slow.current).toMatchObject({ stale: false });
  });

  it('leaves alone what was answered, when another recovers', async () => {
    await lostFor45Seconds();
    const other = jest.fn(async () => 'well');
    renderHook(() => usePolled(other, { key: 'b', intervalMs: 600_000 }));
    await pass(20_000);
    expect(other).toHaveBeenCalledTimes(1);
  });

  it('takes the later answer when an earlier question fails after it', async () => {
    let failFirst = (_: Error) => {};
    ask.mockImplementationOnce(
      () => new Promise((_, reject) => (failFirst = reject)),
    );
    const result = page();
    tell(window, 'online');
    await pass(SOON_MS);
    failFirst(new Error('hung'));
    await pass(SOON_MS);
    expect(result.current).toMatchObject({ data: 'data', stale: false });
  });

  it('reads the run at once when its stream is open again', async () => {
    const streams: StreamRunOptions[] = [];
    const getRun = jest.fn(async () => aRun());
    const api = createMissionsApiMock({
      getRun,
      streamRun: async options => {
        streams.push(options);
        options.onOpen?.();
        await new Promise((_, reject) =>
          setTimeout(reject, streams.length === 1 ? 1_000 : 1e9),
        );
      },
    });
    renderHook(() => useRun('x'), {
      wrapper: ({ children }: { children: ReactNode }) => (
        <TestApiProvider apis={[[missionsApiRef, api]]}>
          {children}
        </TestApiProvider>
      ),
    });
    await pass(SOON_MS);
    expect(getRun).toHaveBeenCalledTimes(1);
    await pass(2_000);
    expect(streams).toHaveLength(2);
    expect(getRun).toHaveBeenCalledTimes(2);
  });
});
