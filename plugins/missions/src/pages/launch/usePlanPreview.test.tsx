import { act, renderHook, waitFor } from '@testing-library/react';
import { TestApiProvider } from '@backstage/test-utils';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aPlan,
  aRun,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import { usePlanPreview } from './usePlanPreview';

const requestOf = (size: number) => ({
  missionRef: 'local/web',
  parameters: { size },
});

/** Runs that are made when the test says so. */
function setUp(api: Partial<MissionsApi> = {}) {
  const made: { make(run: Run): void; fail(error: Error): void }[] = [];
  const createRun = jest.fn(
    () =>
      new Promise<Run>((make, fail) => {
        made.push({ make, fail });
      }),
  );
  const getPlan = jest.fn(async (id: string) => aPlan({ hash: `of ${id}` }));
  const mock = createMissionsApiMock({ createRun, getPlan, ...api });
  const { result, rerender, unmount } = renderHook(usePlanPreview, {
    initialProps: requestOf(1),
    wrapper: ({ children }) => (
      <TestApiProvider apis={[[missionsApiRef, mock]]}>
        {children}
      </TestApiProvider>
    ),
  });
  const show = () => act(async () => void result.current.show());
  const answer = (index: number, id: string) =>
    act(async () => made[index].make(aRun({ id, state: 'planned' })));
  return { result, rerender, unmount, show, answer, made, createRun, getPlan };
}

describe('usePlanPreview', () => {
  it('shows the plan that was asked for last, whichever is there first', async () => {
    const { result, rerender, show, answer, getPlan } = setUp();
    await show();
    rerender(requestOf(2));
    await show();
    await answer(1, 'second');
    await answer(0, 'first');
    expect(result.current).toMatchObject({
      old: false,
      preview: {
        kind: 'ready',
        request: JSON.stringify(requestOf(2)),
        plan: { hash: 'of second' },
      },
    });
    expect(getPlan).toHaveBeenCalledTimes(1);
  });

  it('says nothing of the failure of a plan that nobody waits for', async () => {
    const { result, rerender, show, answer, made } = setUp();
    await show();
    rerender(requestOf(2));
    await show();
    await act(async () => made[0].fail(new Error('Failed to fetch')));
    expect(result.current.preview.kind).toBe('planning');
    await answer(1, 'second');
    expect(result.current.preview.kind).toBe('ready');
  });

  it('marks a plan as old while the form says something else', async () => {
    const { result, rerender, show, answer } = setUp();
    await show();
    await answer(0, 'first');
    rerender(requestOf(2));
    expect(result.current.old).toBe(true);
    rerender(requestOf(1));
    expect(result.current.old).toBe(false);
  });

  it('stops to look at a run once nobody looks any more', async () => {
    jest.useFakeTimers();
    const getRun = jest.fn(async () => aRun({ state: 'planning' }));
    const { show, made, unmount } = setUp({ getRun });
    await show();
    await act(async () => made[0].make(aRun({ state: 'planning' })));
    await act(() => jest.advanceTimersByTimeAsync(1_000));
    const looks = getRun.mock.calls.length;
    expect(looks).toBeGreaterThan(0);
    unmount();
    await jest.advanceTimersByTimeAsync(10_000);
    expect(getRun.mock.calls.length).toBeLessThanOrEqual(looks + 1);
    jest.useRealTimers();
  });

  it('asks again under the same key only where the answer was lost', async () => {
    const { result, show, answer, made, createRun } = setUp();
    await show();
    await act(async () => made[0].fail(new Error('Failed to fetch')));
    await waitFor(() => expect(result.current.preview.kind).toBe('failed'));
    await show();
    await answer(1, 'made');
    await show();
    const [first, second, third] = (
      createRun.mock.calls as unknown as [object, string][]
    ).map(([, key]) => key);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});
