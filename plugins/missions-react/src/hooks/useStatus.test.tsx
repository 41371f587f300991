import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import type { ReactNode } from 'react';
import { missionsApiRef, type MissionsApi } from '../api';
import { createMissionsApiMock } from '../testing/createMissionsApiMock';
import { aStatus } from '../testing/fixtures';
import { useStatus } from '.';

function tab(getStatus: MissionsApi['getStatus']) {
  const api = createMissionsApiMock({ getStatus });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[missionsApiRef, api]]}>{children}</TestApiProvider>
  );
  return () => renderHook(() => useStatus(), { wrapper });
}
const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

/** Answers with the number of times that it was asked. */
const counting = () => {
  let waiting = 0;
  return jest.fn(async () => {
    waiting += 1;
    return aStatus({ waiting });
  });
};

describe('useStatus', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once in 15 s for the header and the page', async () => {
    const ask = counting();
    const open = tab(ask);
    open();
    open();
    await wait(0);
    expect(ask).toHaveBeenCalledTimes(1);
    await wait(14_000);
    expect(ask).toHaveBeenCalledTimes(1);
    await wait(2_000);
    expect(ask).toHaveBeenCalledTimes(2);
    await wait(60_000);
    expect(ask).toHaveBeenCalledTimes(6);
  });

  it('shows a page that comes later what is known, and each new answer at once', async () => {
    const ask = counting();
    const open = tab(ask);
    const header = open();
    await wait(0);
    await wait(7_000);
    const page = open();
    await wait(0);
    expect(page.result.current).toMatchObject({ data: { waiting: 1 } });
    expect(ask).toHaveBeenCalledTimes(1);
    await wait(8_100);
    for (const { result } of [header, page]) {
      expect(result.current).toMatchObject({
        data: { waiting: 2 },
        stale: false,
      });
    }
    expect(ask).toHaveBeenCalledTimes(2);
  });

  it('goes on with one when the other is gone', async () => {
    const ask = counting();
    const open = tab(ask);
    const header = open();
    const page = open();
    await wait(0);
    header.unmount();
    await wait(15_000);
    expect(page.result.current).toMatchObject({ data: { waiting: 2 } });
  });

  it('marks what is known as stale while nobody answers, and asks again', async () => {
    const up = counting();
    let isUp = true;
    const ask = jest.fn(async () => {
      if (!isUp) {
        throw new Error('no');
      }
      return up();
    });
    const open = tab(ask);
    const views = [open(), open()];
    await wait(0);
    isUp = false;
    await wait(16_000);
    for (const { result } of views) {
      expect(result.current).toMatchObject({
        data: { waiting: 1 },
        stale: true,
      });
    }
    isUp = true;
    await wait(60_000);
    for (const { result } of views) {
      expect(result.current).toMatchObject({ kind: 'ready', stale: false });
    }
  });
});
