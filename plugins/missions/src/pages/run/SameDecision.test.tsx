import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aRun,
  aRunSummary,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api,
  });

describe('SameDecision', () => {
  const failedOn = (...names: string[]) =>
    aRun({
      targetsDetail: names.map(name =>
        aTarget({ id: name, cluster: { name } }),
      ),
    });
  const both = async () => failedOn('staging', 'dev');

  it('names every cluster that waits', async () => {
    open({ getRun: both });
    expect(
      await screen.findByText('staging and dev wait for your decision'),
    ).toBeInTheDocument();
  });

  it('retries on all of them with one click, one call each, and says what failed', async () => {
    const decideTarget = jest.fn<
      Promise<Run>,
      Parameters<MissionsApi['decideTarget']>
    >(async (_, { targetId }) => {
      if (targetId === 'dev') {
        throw new MissionsApiError('Somebody else decided', {
          status: 409,
          code: 'STATE_REFUSED',
        });
      }
      return aRun();
    });
    open({ getRun: both, decideTarget });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Retry on 2 clusters' }),
    );
    expect(decideTarget.mock.calls.map(([, request]) => request)).toEqual([
      { targetId: 'staging', decision: 'retry' },
      { targetId: 'dev', decision: 'retry' },
    ]);
    expect(
      await screen.findByText('Not decided on dev. Somebody else decided'),
    ).toBeInTheDocument();
  });

  it('closes all of them with one reason', async () => {
    const decideTarget = jest.fn(async () => aRun());
    open({ getRun: both, decideTarget });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Close 2 clusters as failed…',
      }),
    );
    const dialog = await screen.findByRole('dialog');
    await userEvent.type(within(dialog).getByRole('textbox'), 'wrong tag');
    await userEvent.click(
      within(dialog).getByRole('button', { name: 'Close staging and dev' }),
    );
    expect(decideTarget).toHaveBeenCalledTimes(2);
    expect(decideTarget).toHaveBeenLastCalledWith('run-1', {
      targetId: 'dev',
      decision: 'close',
      reason: 'wrong tag',
    });
  });

  it.each([
    ['Undo staging', ['staging']],
    ['Undo 2 clusters', ['staging', 'dev'], 'Undo staging and dev'],
  ])(
    'takes back by one run, and goes to it: %s',
    async (offer, targets, confirm = offer) => {
      const seen: string[] = [];
      const undoRun = jest.fn(async () =>
        aRun({ id: 'undo-1', undoOf: 'run-1' }),
      );
      open({
        getRun: async id => {
          seen.push(id);
          return failedOn('staging', 'dev');
        },
        undoRun,
      });
      await userEvent.click(
        await screen.findByRole('button', { name: `${offer}…` }),
      );
      const dialog = await screen.findByRole('dialog');
      await userEvent.type(within(dialog).getByRole('textbox'), 'wrong tag');
      await userEvent.click(
        within(dialog).getByRole('button', { name: confirm }),
      );
      await waitFor(() => expect(seen).toContain('undo-1'));
      expect(undoRun).toHaveBeenCalledTimes(1);
      expect(undoRun).toHaveBeenCalledWith(
        'run-1',
        { targets, reason: 'wrong tag' },
        expect.any(String),
      );
    },
  );

  it.each([
    ['to no cluster', [], []],
    ['to the one', ['dev'], ['Undo 1 cluster…', 'Undo dev…']],
    ['to those', ['dev', 'staging'], ['Undo 2 clusters…', 'Undo dev…']],
  ])('offers undo %s that it changed', async (_, changed, offers) => {
    const run = aRun({
      allowed: ['decide'],
      targetsDetail: ['dev', 'staging', 'edge'].map(name =>
        aTarget({
          id: name,
          cluster: { name },
          undoable: changed.includes(name),
        }),
      ),
    });
    renderPage(<RunPage />, {
      path: '/runs/:runId',
      address: '/runs/run-1?target=dev',
      api: { getRun: async () => run },
    });
    await screen.findByRole('button', { name: 'Retry on 3 clusters' });
    const undos = screen.queryAllByRole('button', { name: /^Undo/ });
    expect(undos.map(({ textContent }) => textContent)).toEqual(offers);
  });

  it('offers no undo while another cluster is being taken back', async () => {
    const undo = aRunSummary({ id: 'undo-1', state: 'awaiting_approval' });
    open({ getRun: async () => ({ ...(await both()), undoRuns: [undo] }) });
    expect(
      await screen.findByRole('button', { name: 'Retry on 2 clusters' }),
    ).toBeInTheDocument();
    expect(screen.queryByRole('button', { name: /^Undo/ })).toBeNull();
  });

  it('keeps the cluster selected about which was decided', async () => {
    let decided = false;
    open({
      getRun: async () =>
        decided
          ? aRun({
              targetsDetail: [
                aTarget({
                  id: 'staging',
                  cluster: { name: 'staging' },
                  state: 'running',
                  reason: undefined,
                }),
                aTarget({ id: 'dev', cluster: { name: 'dev' } }),
              ],
            })
          : failedOn('staging', 'dev'),
      decideTarget: async () => {
        decided = true;
        return aRun();
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /^Retry Install/ }),
    );
    await screen.findByText('dev waits for your decision');
    expect(
      screen.getByRole('list', { name: 'Steps of staging' }),
    ).toBeInTheDocument();
  });

  it('stands on a page that is clean for axe', async () => {
    const { container } = open({ getRun: both });
    await screen.findByText('staging and dev wait for the same decision');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is not offered for one cluster, nor to whoever may not decide', async () => {
    open({ getRun: async () => failedOn('staging') });
    expect(
      await screen.findByText('staging waits for your decision'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/the same decision/)).toBeNull();
    cleanup();
    open({ getRun: async () => ({ ...(await both()), allowed: ['cancel'] }) });
    await screen.findByRole('list', { name: 'Steps of staging' });
    expect(screen.queryByText(/the same decision/)).toBeNull();
  });
});
