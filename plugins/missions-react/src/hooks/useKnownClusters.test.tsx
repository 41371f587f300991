import { act, renderHook } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import type { ReactNode } from 'react';
import { missionsApiRef, type MissionsApi } from '../api';
import { createMissionsApiMock } from '../testing/createMissionsApiMock';
import { aCluster } from '../testing/fixtures';
import { useClusters } from './useLists';
import { useKnownClusters } from './useKnownClusters';

const MINUTE = 60_000;

function tab(listClusters: MissionsApi['listClusters']) {
  const api = createMissionsApiMock({ listClusters });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[missionsApiRef, api]]}>{children}</TestApiProvider>
  );
  return {
    header: (wanted = true) =>
      renderHook(props => useKnownClusters(props), {
        wrapper,
        initialProps: { wanted },
      }),
    page: () => renderHook(() => useClusters(), { wrapper }),
  };
}
const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('useKnownClusters', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks once in five minutes where no page asks', async () => {
    const list = jest.fn(async () => [aCluster()]);
    const { result } = tab(list).header();
    await wait(0);
    await wait(4.9 * MINUTE);
    expect(result.current).toMatchObject({ data: [{ name: 'prod-us' }] });
    expect(list).toHaveBeenCalledTimes(1);
    await wait(0.2 * MINUTE);
    expect(list).toHaveBeenCalledTimes(2);
  });

  it('asks nothing while nobody wants to know', async () => {
    const list = jest.fn(async () => [aCluster()]);
    const { result, rerender } = tab(list).header(false);
    await wait(20 * MINUTE);
    expect(list).not.toHaveBeenCalled();
    expect(result.current).toMatchObject({ kind: 'ready', data: [] });
    rerender({ wanted: true });
    expect(result.current).toEqual({ kind: 'loading' });
    await wait(0);
    expect(list).toHaveBeenCalledTimes(1);
    expect(result.current).toMatchObject({ data: [{ name: 'prod-us' }] });
  });

  it('takes over what a page asked for, and each answer that the page gets', async () => {
    const list = jest
      .fn<Promise<ReturnType<typeof aCluster>[]>, []>()
      .mockResolvedValueOnce([aCluster({ name: 'demo' })])
      .mockResolvedValue([aCluster({ name: 'real', demo: undefined })]);
    const { header, page } = tab(list);
    page();
    const { result } = header();
    await wait(0);
    expect(list).toHaveBeenCalledTimes(1);
    expect(result.current).toMatchObject({ data: [{ name: 'demo' }] });
    await wait(21_000);
    expect(list).toHaveBeenCalledTimes(2);
    expect(result.current).toMatchObject({ data: [{ name: 'real' }] });
  });

  it('knows again after a failure as soon as a page does', async () => {
    const list = jest
      .fn<Promise<ReturnType<typeof aCluster>[]>, []>()
      .mockRejectedValueOnce(new Error('no'))
      .mockResolvedValue([aCluster()]);
    const { header, page } = tab(list);
    const { result } = header();
    await wait(0);
    expect(result.current.kind).toBe('error');
    page();
    await wait(0);
    expect(result.current).toMatchObject({ data: [{ name: 'prod-us' }] });
    expect(list).toHaveBeenCalledTimes(2);
  });
});
