import { act, fireEvent, screen } from '@testing-library/react';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type RunQuery,
} from '@mission-control/plugin-missions-react';
import { aFinishedRun } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunsPage } from './RunsPage';

const SLOW_MS = 120_000;
const START = Date.UTC(2026, 10, 1);
const run = (number: number): RunSummary => {
  const { targetsDetail, approvals, ...summary } = aFinishedRun({
    id: `run-${String(number).padStart(4, '0')}`,
    title: `Title ${number}`,
    planOnly: true,
    createdAt: new Date(START + number * 1_000),
    finishedAt: new Date(START + number * 1_000),
  });
  return summary;
};

/** Runs that ended, as the API lists them: newest first, 200 at most. */
function backend(total: number) {
  let runs = Array.from({ length: total }, (_, index) => run(total - index));
  const listRuns = jest.fn(
    async ({ group, state, q, limit = 50, cursor }: RunQuery = {}) => {
      if (limit > 200) {
        throw new MissionsApiError('limit must be <= 200', {
          status: 400,
          code: 'INPUT_INVALID',
        });
      }
      const ended = group === 'completed' && !state?.includes('planned');
      const fit = runs.filter(({ title }) => ended && title.includes(q ?? ''));
      const behind = fit.filter(({ id }) => !cursor || id < cursor);
      const items = behind.slice(0, limit);
      return {
        items,
        total: fit.length,
        facets: [],
        ...(behind.length > limit && { nextCursor: items[limit - 1].id }),
      };
    },
  );
  return {
    listRuns,
    start: () => {
      runs = [run(runs.length + 1), ...runs];
    },
  };
}
const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));
// Hundreds of rows by their role would take most of the time.
const titles = () => {
  const table: HTMLTableElement = screen.getByRole('table', {
    name: 'Completed',
  });
  return [...table.tBodies[0].rows].map(({ cells }) =>
    Number(cells[0].textContent?.match(/\d+/)?.[0]),
  );
};
const newest = (from: number, count: number) =>
  Array.from({ length: count }, (_, index) => from - index);
async function showMore() {
  fireEvent.click(screen.getByRole('button', { name: 'Show more' }));
  await wait(0);
}

describe('AI Missions with many runs', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it(
    'shows all of 430, goes on with what is new, and starts over with a filter',
    async () => {
      const { listRuns, start } = backend(430);
      renderPage(<RunsPage />, {
        path: '/runs',
        address: '/runs',
        api: { listRuns },
      });
      await wait(0);
      expect(titles()).toEqual(newest(430, 20));
      for (const shown of [40, 80, 160, 320]) {
        await showMore();
        expect(titles()).toHaveLength(shown);
      }
      await showMore();
      expect(titles()).toEqual(newest(430, 430));
      expect(screen.queryByRole('button', { name: 'Show more' })).toBeNull();

      start();
      await wait(16_000);
      expect(titles()).toEqual(newest(431, 431));

      fireEvent.change(screen.getByRole('searchbox'), {
        target: { value: 'Title' },
      });
      await wait(0);
      expect(titles()).toEqual(newest(431, 20));
    },
    SLOW_MS,
  );
});
