import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { CreateRunRequest } from '@mission-control/plugin-missions-common';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aMission,
  aPlan,
  aRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const dev = aCluster({ name: 'dev' });
const open = (query: string, api: Partial<MissionsApi> = {}) =>
  openLaunch({
    query,
    api: {
      getMission: async () =>
        aMission({ spec: { type: 'install', targets: { min: 1 } } }),
      listClusters: async () => [dev, aCluster({ name: 'test' })],
      checkFitness: async () => [
        { cluster: dev, verdict: 'fit', checks: [], checkedAt: new Date() },
      ],
      ...api,
    },
  });
const removeButton = (cluster: string) =>
  screen.findByRole('button', { name: `Remove ${cluster}` });

describe('the launch page of an address with a cluster that is not known', () => {
  it('shows it, does not count it, and asks the others', async () => {
    const checkFitness = jest.fn<
      ReturnType<MissionsApi['checkFitness']>,
      Parameters<MissionsApi['checkFitness']>
    >(async () => [
      { cluster: dev, verdict: 'fit', checks: [], checkedAt: new Date() },
    ]);
    const { container } = open('?target=old-cluster&target=dev', {
      checkFitness,
    });
    const row = await screen.findByRole('row', {
      name: /^old-cluster: not known here/,
    });
    expect(within(row).getByText(/may be mistyped/)).toBeInTheDocument();
    expect(
      screen.getByText('1 of 2 chosen, 1 not known here'),
    ).toBeInTheDocument();
    expect(await screen.findByText('Fits')).toBeInTheDocument();
    expect(checkFitness).toHaveBeenCalledWith(
      expect.objectContaining({ targets: [{ cluster: 'dev' }] }),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('plans without it, and starts once it is removed by keyboard', async () => {
    const createRun = jest.fn(async (request: CreateRunRequest) =>
      aRun({ id: request.planOnly ? 'preview' : 'real', state: 'planned' }),
    );
    open('?target=old-cluster&target=dev', {
      createRun,
      getPlan: async () => aPlan(),
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Show what will change on one cluster',
      }),
    );
    const apply = await screen.findByRole('button', { name: /^Ask to apply/ });
    expect(apply).toBeDisabled();
    expect(
      screen.getByText(
        'Before it can be started, remove old-cluster: not known here.',
      ),
    ).toBeInTheDocument();

    (await removeButton('old-cluster')).focus();
    await userEvent.keyboard('{Enter}');
    await waitFor(() =>
      expect(screen.queryByText(/not known here/)).toBeNull(),
    );
    expect(screen.getByRole('checkbox', { name: 'Choose dev' })).toHaveFocus();
    await userEvent.click(apply);
    await waitFor(() => expect(createRun).toHaveBeenCalledTimes(2));
    expect(createRun.mock.calls.map(([{ targets }]) => targets)).toEqual([
      [{ cluster: 'dev' }],
      [{ cluster: 'dev' }],
    ]);
  });

  it('shows it without any known cluster, in whatever role, and leads from one to the next', async () => {
    open('?target=hub:gone&target=member:gone&target=away', {
      listClusters: async () => [],
    });
    const gone = await removeButton('gone');
    const away = await removeButton('away');
    await userEvent.click(gone);
    await waitFor(() => expect(gone).not.toBeInTheDocument());
    expect(away).toHaveFocus();
    await userEvent.click(away);
    await waitFor(() => expect(away).not.toBeInTheDocument());
    expect(screen.getByText(/^No cluster is configured/)).toBeInTheDocument();
  });

  it('calls nothing unknown while the clusters are loading', async () => {
    let answer = (_: (typeof dev)[]) => {};
    open('?target=dev', {
      listClusters: () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    });
    expect(
      await screen.findByLabelText('Mission and clusters'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/not known here/)).toBeNull();
    answer([dev]);
    expect(
      await screen.findByRole('checkbox', { name: 'Choose dev' }),
    ).toBeChecked();
    expect(screen.queryByText(/not known here/)).toBeNull();
  });

  it('enables no orbit before it is removed', async () => {
    open('?target=old-cluster&target=dev', {
      getMission: async () =>
        aMission({
          type: 'orbit',
          spec: { type: 'orbit', targets: { min: 1 } },
        }),
    });
    const enable = await screen.findByRole('button', {
      name: 'Enable on one cluster',
    });
    expect(enable).toBeDisabled();
    await userEvent.click(await removeButton('old-cluster'));
    await waitFor(() => expect(enable).toBeEnabled());
  });
});
