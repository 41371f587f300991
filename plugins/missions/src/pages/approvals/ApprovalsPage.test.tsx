import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  ago,
  ahead,
  anApproval,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ApprovalsPage } from './ApprovalsPage';

const open = (api: Partial<MissionsApi> = {}, query = '') =>
  renderPage(<ApprovalsPage />, {
    path: '/approvals',
    address: `/approvals${query}`,
    api,
  });

describe('ApprovalsPage', () => {
  it('shows who may approve and leads to the plan', async () => {
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: '1 approval waits for you' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/0 of 1 given, platform/)).toBeInTheDocument();
    expect(
      screen.getByRole('cell', { name: /asked .+ ago$/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'Show the plan…' }),
    ).toHaveAttribute('href', expect.stringContaining('/runs/'));
    expect(await axe(container)).toHaveNoViolations();
  });

  it('asks for all open ones when that is chosen', async () => {
    const listApprovals = jest.fn(async () => [anApproval()]);
    open({ listApprovals });
    await screen.findByRole('table');
    expect(listApprovals).toHaveBeenLastCalledWith({
      state: ['open'],
      mine: true,
    });
    await userEvent.click(screen.getByRole('radio', { name: 'All open' }));
    await waitFor(() =>
      expect(listApprovals).toHaveBeenLastCalledWith({ state: ['open'] }),
    );
  });

  it('lets its choices grow where their words take two lines', () => {
    const file = join(__dirname, 'Approvals.module.css');
    expect(readFileSync(file, 'utf8')).toMatch(
      /\.shown > button \{\s*height: auto;\s*min-height: 2rem;/,
    );
  });

  it('says of a plan that its run is paused, so that an approval alone starts nothing', async () => {
    const run = aRunSummary({ state: 'awaiting_approval' });
    open({
      listApprovals: async () => [
        anApproval({ id: 'a', run: { ...run, pauseRequested: true } }),
        anApproval({ id: 'b', run }),
      ],
    });
    await screen.findByRole('table');
    expect(screen.getAllByText('Paused, waits for approval')).toHaveLength(1);
  });

  it('says of a gate that its run is paused', async () => {
    const run = aRunSummary({ state: 'paused' });
    const gate = (id: string, pauseRequested: boolean) =>
      anApproval({ id, kind: 'gate', run: { ...run, pauseRequested } });
    open({ listApprovals: async () => [gate('a', true), gate('b', false)] });
    await screen.findByRole('table');
    expect(screen.getAllByText('Paused, waits for approval')).toHaveLength(1);
  });

  it('names for each gate the one cluster that it asks about', async () => {
    const gate = (targetId: string) =>
      anApproval({ id: targetId, kind: 'gate', targetId, stepId: 'ask' });
    open({ listApprovals: async () => [gate('prod-us'), gate('prod-eu')] });
    await screen.findByRole('table');
    const rows = ['prod-us', 'prod-eu'].map(cluster =>
      screen.getByRole('row', { name: new RegExp(`Gate on ${cluster}`) }),
    );
    expect(within(rows[0]).getAllByText('prod-us')).toHaveLength(1);
    expect(within(rows[0]).queryByText('prod-eu')).toBeNull();
    expect(within(rows[1]).queryByText('prod-us')).toBeNull();
    expect(within(rows[1]).queryByText(/changes/)).toBeNull();
  });

  it('says of a sequence what is asked, without a cluster', async () => {
    const kinds = ['gate', 'drift', 'supplementary'] as const;
    open({
      listApprovals: async () =>
        kinds.map(kind => anApproval({ id: kind, kind, targetId: '-' })),
    });
    await screen.findByRole('table');
    for (const words of ['Gate', 'Drift', 'New part of the plan']) {
      expect(screen.getByText(words)).toBeInTheDocument();
    }
  });

  it('keeps what rules approved apart from what people decided', async () => {
    const listApprovals = jest.fn(
      async ({ automatic }: { automatic?: boolean } = {}) =>
        automatic
          ? [anApproval({ state: 'approved', automatic: 'empty plans' })]
          : [],
    );
    open({ listApprovals }, '?show=decided');
    await screen.findByText('No approvals');
    expect(listApprovals).toHaveBeenLastCalledWith(
      expect.objectContaining({ automatic: false }),
    );
    await userEvent.click(screen.getByText('Decided by rule'));
    expect(await screen.findByText('by rule empty plans')).toBeInTheDocument();
  });

  it('lists what the reader handed over, also when nothing waits, and ends it', async () => {
    const given = [
      {
        id: '7',
        to: 'group:default/deputies',
        comment: 'On leave',
        until: ahead(86_400),
        at: ago(60),
      },
      {
        id: '6',
        to: 'user:default/bob',
        at: ago(600),
        approvalId: 'a',
        runId: 'run-9',
      },
    ];
    const endDelegation = jest.fn(async (id: string) => {
      given.splice(
        given.findIndex(item => item.id === id),
        1,
      );
    });
    const { container } = open({
      listApprovals: async () => [],
      listDelegations: async () => [...given],
      endDelegation,
    });
    const list = await screen.findByRole('list', {
      name: 'What you handed over',
    });
    const [leave, once] = within(list).getAllByRole('listitem');
    expect(leave).toHaveTextContent(/every approval that asks you, until in /);
    expect(leave).toHaveTextContent('On leave');
    expect(within(once).getByRole('link')).toHaveAttribute(
      'href',
      expect.stringContaining('/runs/run-9'),
    );
    expect(await axe(container)).toHaveNoViolations();
    await userEvent.click(
      within(leave).getByRole('button', {
        name: 'End what deputies decides for you',
      }),
    );
    await waitFor(() =>
      expect(within(list).getAllByRole('listitem')).toHaveLength(1),
    );
    expect(endDelegation.mock.calls).toEqual([['7']]);
  });

  it('says why what was handed over could not be ended', async () => {
    open({
      listDelegations: async () => [
        { id: '7', to: 'user:default/bob', at: ago(60), until: ahead(60) },
      ],
      endDelegation: async () => {
        throw new MissionsApiError('You handed over no voice', {
          status: 404,
          code: 'NOT_FOUND',
        });
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^End what/ }),
    );
    expect(
      await screen.findByText('You handed over no voice'),
    ).toBeInTheDocument();
  });

  it('shows no such list to who handed over nothing', async () => {
    open();
    await screen.findByRole('table');
    expect(screen.queryByText('What you handed over')).toBeNull();
  });

  it('teaches when nothing waits', async () => {
    open({ listApprovals: async () => [] });
    expect(
      await screen.findByText('Nothing waits for your approval'),
    ).toBeInTheDocument();
  });

  it('goes to the plan of the current row by a', async () => {
    const { container } = open({
      listApprovals: async () => [
        anApproval({ id: 'first', runId: 'run-1' }),
        anApproval({ id: 'second', runId: 'run-2' }),
      ],
    });
    await screen.findByRole('table');
    const opened: string[] = [];
    container.addEventListener('click', event => {
      const link = (event.target as HTMLElement).closest('a');
      opened.push(link?.getAttribute('href') ?? '');
    });
    await userEvent.keyboard('jj');
    await userEvent.keyboard('a');
    expect(opened).toEqual([expect.stringContaining('/runs/run-2')]);
  });

  it.each([
    [403, 'You may not see this'],
    [500, /nothing is written without an approval/],
  ])('says what a refusal with status %d means', async (status, words) => {
    open({
      listApprovals: async () => {
        throw new MissionsApiError('no', { status, code: 'CODE' });
      },
    });
    expect(await screen.findByText(words)).toBeInTheDocument();
  });
});
