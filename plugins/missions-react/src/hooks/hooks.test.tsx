import { act, renderHook, waitFor } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import type { ReactNode } from 'react';
import {
  MissionsApiError,
  missionsApiRef,
  type MissionsApi,
  type StreamRunOptions,
} from '../api';
import { createMissionsApiMock } from '../testing/createMissionsApiMock';
import { aFinishedRun, aRun, someLogLines } from '../testing/fixtures';
import { usePolled } from './usePolled';
import { useRun } from './useRun';

const refused = (status: number) =>
  new MissionsApiError('no', { status, code: 'X' });

function withApi(change: Partial<MissionsApi>) {
  const api = createMissionsApiMock(change);
  return ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[missionsApiRef, api]]}>{children}</TestApiProvider>
  );
}

describe('usePolled', () => {
  it('goes from loading to ready', async () => {
    const { result } = renderHook(() =>
      usePolled(async () => 'data', { key: 'a' }),
    );
    expect(result.current.kind).toBe('loading');
    await waitFor(() =>
      expect(result.current).toMatchObject({ kind: 'ready', data: 'data' }),
    );
  });

  it('tells a missing permission from an error', async () => {
    const denied = renderHook(() =>
      usePolled(async () => Promise.reject(refused(403)), { key: 'a' }),
    );
    await waitFor(() => expect(denied.result.current.kind).toBe('denied'));
    const failed = renderHook(() =>
      usePolled(async () => Promise.reject(refused(500)), { key: 'a' }),
    );
    await waitFor(() => expect(failed.result.current.kind).toBe('error'));
  });

  it('keeps the last answer when a later question fails, and says stale', async () => {
    const ask = jest
      .fn()
      .mockResolvedValueOnce('old')
      .mockRejectedValue(refused(500));
    const { result } = renderHook(() => usePolled(ask, { key: 'a' }));
    await waitFor(() => expect(result.current.kind).toBe('ready'));
    await act(async () => {
      if (result.current.kind === 'ready') {
        await result.current.refresh();
      }
    });
    expect(result.current).toMatchObject({ data: 'old', stale: true });
  });

  const asking = (first: { id: string; about?: string }) =>
    renderHook(
      ({ id, about }) => usePolled(async () => id, { key: id, about }),
      {
        initialProps: first,
      },
    );

  it('starts over with another key', async () => {
    const { result, rerender } = asking({ id: 'a' });
    await waitFor(() => expect(result.current).toMatchObject({ data: 'a' }));
    rerender({ id: 'b' });
    expect(result.current.kind).toBe('loading');
    await waitFor(() => expect(result.current).toMatchObject({ data: 'b' }));
  });

  it('keeps an answer while the same is asked about, never about another', async () => {
    const { result, rerender } = asking({ id: 'a 1', about: 'a' });
    await waitFor(() => expect(result.current).toMatchObject({ data: 'a 1' }));
    rerender({ id: 'a 2', about: 'a' });
    expect(result.current).toMatchObject({ data: 'a 1' });
    await waitFor(() => expect(result.current).toMatchObject({ data: 'a 2' }));
    rerender({ id: 'b 1', about: 'b' });
    expect(result.current.kind).toBe('loading');
    await waitFor(() => expect(result.current).toMatchObject({ data: 'b 1' }));
  });

  it.each([
    ['keeps the answer when the next question about it is lost', 0, 'ready'],
    ['keeps the answer when the backend fails the next one', 503, 'ready'],
    ['shows that the next question is refused', 400, 'error'],
    ['shows that the next answer may not be seen', 403, 'denied'],
  ])('%s', async (_, status, kind) => {
    const ask = jest
      .fn()
      .mockResolvedValueOnce('old')
      .mockRejectedValue(refused(status));
    const { result, rerender } = renderHook(
      ({ key }) => usePolled(ask, { key, about: 'a' }),
      { initialProps: { key: 'a 1' } },
    );
    await waitFor(() => expect(result.current.kind).toBe('ready'));
    rerender({ key: 'a 2' });
    await waitFor(() => expect(ask).toHaveBeenCalledTimes(2));
    await waitFor(() =>
      expect(result.current).toMatchObject(
        kind === 'ready' ? { kind, data: 'old', stale: true } : { kind },
      ),
    );
  });
});

describe('useRun', () => {
  it('reads all events of a run that ended long ago, page by page', async () => {
    const all = Array.from({ length: 2_500 }, (_, index) => ({
      seq: index + 1,
      at: new Date(0),
      type: 'step.done',
      data: {},
    }));
    const { result } = renderHook(() => useRun('x'), {
      wrapper: withApi({
        getRun: async () => aFinishedRun({ eventSeq: all.length }),
        listEvents: async (_, { after = 0, limit = 100 } = {}) =>
          all.filter(({ seq }) => seq > after).slice(0, limit),
      }),
    });
    await waitFor(() => expect(result.current.events).toHaveLength(2_500));
    expect(result.current.events.at(-1)?.seq).toBe(2_500);
  });

  const event = { seq: 9, at: new Date(0), type: 'run.paused', data: {} };

  it('reads the run again when the stream says what happened', async () => {
    let stream: StreamRunOptions | undefined;
    const getRun = jest
      .fn()
      .mockResolvedValueOnce(aRun())
      .mockResolvedValue(aFinishedRun());
    const { result } = renderHook(() => useRun('x'), {
      wrapper: withApi({
        getRun,
        streamRun: options => {
          stream = options;
          options.onOpen?.();
          return new Promise(() => {});
        },
      }),
    });
    await waitFor(() => expect(result.current.liveness).toBe('live'));
    await waitFor(() =>
      expect(stream).toMatchObject({ runId: 'x', newestLines: 1 }),
    );
    act(() => stream?.onMessage({ kind: 'event', event, cursor: '9' }));
    await waitFor(() =>
      expect(result.current.state).toMatchObject({
        data: { state: 'succeeded' },
      }),
    );
    expect(result.current.liveness).toBe('ended');
  });

  it('goes on behind the last message after a break, and says stale meanwhile', async () => {
    const cursors: (string | undefined)[] = [];
    const { result } = renderHook(() => useRun('x'), {
      wrapper: withApi({
        streamRun: async ({ cursor, onMessage, onOpen }) => {
          cursors.push(cursor);
          if (cursors.length === 1) {
            onOpen?.();
            onMessage({ kind: 'event', event, cursor: '41' });
            throw new Error('broken');
          }
          await new Promise(() => {});
        },
      }),
    });
    await waitFor(() => expect(result.current.liveness).toBe('stale'));
    await waitFor(() => expect(cursors).toEqual([undefined, '41']), {
      timeout: 3_000,
    });
  });

  it('begins anew where its place in the stream is refused', async () => {
    const cursors: (string | undefined)[] = [];
    renderHook(() => useRun('x'), {
      wrapper: withApi({
        streamRun: async ({ cursor, onMessage }) => {
          cursors.push(cursor);
          if (cursors.length === 1) {
            onMessage({ kind: 'event', event, cursor: '41' });
          }
          throw new MissionsApiError('Not one of ours', {
            status: cursors.length === 1 ? 0 : 400,
            code: 'INPUT_INVALID',
          });
        },
      }),
    });
    await waitFor(
      () => expect(cursors.slice(0, 3)).toEqual([undefined, '41', undefined]),
      { timeout: 5_000 },
    );
  });

  it('collects log lines and history', async () => {
    const { result } = renderHook(() => useRun('x'), {
      wrapper: withApi({
        streamRun: async ({ onMessage }) => {
          someLogLines().forEach(line => onMessage({ kind: 'log', line }));
          await new Promise(() => {});
        },
      }),
    });
    const step = { targetId: 'edge-1', stepId: 'deploy' };
    result.current.logs.watch(step);
    result.current.logs.addPage(step, []);
    await waitFor(() => expect(result.current.events).toHaveLength(5));
    await waitFor(() => expect(result.current.logs.get(step)).toHaveLength(12));
  });
});
