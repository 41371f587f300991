import { act, renderHook, waitFor } from '@testing-library/react';
import { TestApiProvider } from '@backstage/frontend-test-utils';
import type { LogLine } from '@mission-control/plugin-missions-common';
import type { ReactNode } from 'react';
import { missionsApiRef, type LogQuery } from '../api';
import { createMissionsApiMock } from '../testing/createMissionsApiMock';
import { LogStore } from './LogStore';
import { useRunLog } from './useRunLog';

const step = { targetId: 'one', stepId: 'long' };
const lineOf = (seq: number): LogLine => ({
  ...step,
  seq,
  at: new Date(0),
  level: 'info',
  text: `line ${seq}`,
});

/** How many lines the backend has. */
let written: number;
let store: LogStore;
const listLogs = jest.fn(async (_runId: string, query: LogQuery = {}) => {
  const { after = 0, before = written + 1, limit = 1000, newest } = query;
  const all = Array.from(
    { length: Math.max(0, Math.min(before - 1, written) - after) },
    (_, index) => after + 1 + index,
  );
  const some = newest ? all.slice(-limit) : all.slice(0, limit);
  return { items: some.map(lineOf), truncated: some.length < all.length };
});

function open(options: { ended?: boolean; fromSeq?: number } = {}) {
  const api = createMissionsApiMock({ listLogs });
  const wrapper = ({ children }: { children: ReactNode }) => (
    <TestApiProvider apis={[[missionsApiRef, api]]}>{children}</TestApiProvider>
  );
  const { ended = true, fromSeq } = options;
  return renderHook(
    () =>
      useRunLog({
        runId: 'r',
        ...step,
        logs: store,
        live: !ended,
        ended,
        fromSeq,
      }),
    { wrapper },
  ).result;
}
const rangeOf = ({ lines }: { lines: readonly LogLine[] }) => [
  lines[0]?.seq,
  lines.at(-1)?.seq,
];

describe('useRunLog', () => {
  beforeEach(() => {
    written = 12_345;
    store = new LogStore();
    listLogs.mockClear();
  });

  it('shows the end of a long log and counts what is left out', async () => {
    const result = open();
    expect(result.current).toMatchObject({ reading: true, olderCount: 0 });
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([7_346, 12_345]),
    );
    expect(result.current).toMatchObject({ olderCount: 7_345, reading: false });
  });

  it('loads older lines down to the first', async () => {
    const result = open();
    await waitFor(() => expect(result.current.olderCount).toBe(7_345));
    await act(async () => void (await result.current.loadOlder?.run()));
    expect(result.current.olderCount).toBe(2_345);
    await act(async () => void (await result.current.loadOlder?.run()));
    expect(rangeOf(result.current)).toEqual([1, 12_345]);
    expect(result.current).toMatchObject({
      olderCount: 0,
      loadOlder: undefined,
    });
  });

  it('loads no more than a view holds', async () => {
    written = 1_000_000;
    const result = open({ fromSeq: 3 });
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([950_001, written]),
    );
    expect(result.current).toMatchObject({
      olderCount: 950_000,
      loadOlder: undefined,
    });
  });

  it('loads back to the line of a link', async () => {
    const result = open({ fromSeq: 4_000 });
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([2_346, 12_345]),
    );
  });

  it('closes the gap to what the stream brings, and goes on with it', async () => {
    const result = open({ ended: false });
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([7_346, 12_345]),
    );
    written = 12_400;
    act(() => store.add([lineOf(12_400)]));
    expect(rangeOf(result.current)).toEqual([7_346, 12_345]);
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([7_346, 12_400]),
    );
    act(() => store.add([lineOf(12_401)]));
    expect(rangeOf(result.current)).toEqual([7_346, 12_401]);
    expect(listLogs).toHaveBeenCalledTimes(2);
  });

  it('goes to the end when more than a page was missed', async () => {
    const result = open({ ended: false });
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([7_346, 12_345]),
    );
    written = 400_000;
    act(() => store.add([lineOf(written)]));
    await waitFor(() =>
      expect(rangeOf(result.current)).toEqual([395_001, 400_000]),
    );
    expect(result.current.olderCount).toBe(395_000);
  });

  it('says that it could not read, and asks again', async () => {
    listLogs.mockRejectedValueOnce(new Error('down'));
    const result = open();
    await waitFor(() =>
      expect(result.current).toMatchObject({
        error: { message: 'down' },
        reading: false,
      }),
    );
    await waitFor(() => expect(result.current.error).toBeUndefined(), {
      timeout: 5_000,
    });
    expect(rangeOf(result.current)).toEqual([7_346, 12_345]);
  });

  it('reads all lines page by page, up to the last one of the start', async () => {
    const result = open();
    await waitFor(() => expect(result.current.olderCount).toBe(7_345));
    listLogs.mockClear();
    const seqs: number[] = [];
    for await (const page of result.current.readAll()) {
      expect(page.length).toBeLessThanOrEqual(5_000);
      seqs.push(...page.map(({ seq }) => seq));
      written += 100;
    }
    expect(seqs).toEqual(Array.from({ length: 12_345 }, (_, n) => n + 1));
    expect(listLogs).toHaveBeenCalledTimes(4);
  });
});
