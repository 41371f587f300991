import { act, screen } from '@testing-library/react';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aStatus,
  someUpcomingSlots,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ControlPage } from './ControlPage';

const none = async () => ({ items: [], total: 0, facets: [] });
const refused = (status: number) => () =>
  Promise.reject(new MissionsApiError('no', { status, code: 'X' }));
const open = (api: Parameters<typeof renderPage>[1]['api']) =>
  renderPage(<ControlPage />, {
    path: '/control',
    address: '/control',
    api: {
      listClusters: async () => [aCluster()],
      listRuns: none,
      getStatus: async () => aStatus(),
      ...api,
    },
  });
const wait = (ms: number) => act(() => jest.advanceTimersByTimeAsync(ms));

describe('the age of Mission Control', () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  it('is that of its oldest part', async () => {
    open({});
    await wait(0);
    const start = Date.now();
    // By then all but the slots of the next day were asked for again.
    await wait(28_000);
    const age = screen.getByText(/^as of/).querySelector('time');
    expect(Number(new Date(age!.dateTime)) - start).toBeLessThan(1_000);
  });

  it('names the part that has no answer, and the one that may not be seen', async () => {
    open({ listUpcomingSlots: refused(500), getStatus: refused(403) });
    await wait(0);
    expect(screen.getByText('no answer: next 24 hours')).toBeVisible();
    expect(screen.getByText('you may not see: queue')).toBeVisible();
  });

  it('names a part that was answered before and is not any more', async () => {
    const listUpcomingSlots = jest
      .fn()
      .mockResolvedValueOnce(someUpcomingSlots())
      .mockImplementation(refused(500));
    open({ listUpcomingSlots });
    await wait(0);
    expect(screen.queryByText(/no answer/)).toBeNull();
    await wait(31_000);
    expect(screen.getByText('no answer: next 24 hours')).toBeVisible();
  });
});
