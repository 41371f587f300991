import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { Brakes } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  aFreeze,
  ahead,
  noBrakes,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ClustersPage } from './ClustersPage';

const reef = aCluster({ name: 'reef', environment: 'production' });
const open = (brakes: Partial<Brakes>, api: Partial<MissionsApi> = {}) =>
  renderPage(<ClustersPage />, {
    path: '/clusters',
    address: '/clusters',
    api: {
      listClusters: async () => [reef],
      getBrakes: async () => noBrakes(brakes),
      ...api,
    },
  });
const choose = async (label: RegExp, option: string) => {
  const dialog = within(screen.getByRole('dialog'));
  await userEvent.click(dialog.getByRole('button', { name: label }));
  await userEvent.click(await screen.findByRole('option', { name: option }));
};

describe('freezing on the clusters page', () => {
  it('asks what, until when and why, and sends that', async () => {
    const setFreeze = jest.fn(async () => aFreeze());
    open({}, { setFreeze });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Freeze writes…' }),
    );
    const dialog = within(await screen.findByRole('dialog'));
    expect(await axe(screen.getByRole('dialog'))).toHaveNoViolations();
    const confirm = dialog.getByRole('button', { name: 'Freeze writes' });
    await choose(/What is frozen/, 'Environment production');
    expect(confirm).toBeDisabled();
    await userEvent.type(dialog.getByRole('textbox'), ' Black Friday ');
    await choose(/Until when/, '4 hours');
    const before = Date.now();
    await userEvent.click(confirm);
    expect(setFreeze).toHaveBeenCalledWith({
      scope: 'environment',
      name: 'production',
      reason: 'Black Friday',
      until: expect.any(Date),
    });
    const [[{ until }]] = setFreeze.mock.calls as unknown as [
      [{ until: Date }],
    ];
    expect(+until - before).toBeGreaterThanOrEqual(4 * 3_600_000);
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull());
  });

  it('freezes without an end unless one is chosen', async () => {
    const setFreeze = jest.fn(async () => aFreeze());
    open({}, { setFreeze });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Freeze writes…' }),
    );
    await choose(/What is frozen/, 'Everything: all clusters of this portal');
    await userEvent.type(screen.getByRole('textbox'), 'r');
    await userEvent.click(
      screen.getByRole('button', { name: 'Freeze writes' }),
    );
    expect(setFreeze).toHaveBeenCalledWith({ scope: 'instance', reason: 'r' });
  });

  it('says in the dialog why nothing was frozen', async () => {
    open(
      {},
      {
        setFreeze: async () => {
          throw new MissionsApiError('no such cluster', {
            status: 404,
            code: 'CLUSTER_UNKNOWN',
          });
        },
      },
    );
    await userEvent.click(
      await screen.findByRole('button', { name: 'Freeze writes…' }),
    );
    await choose(/What is frozen/, 'Cluster prod-eu');
    await userEvent.type(screen.getByRole('textbox'), 'r');
    await userEvent.click(
      screen.getByRole('button', { name: 'Freeze writes' }),
    );
    const dialog = within(screen.getByRole('dialog'));
    expect(await dialog.findByText(/no such cluster/)).toBeInTheDocument();
  });

  it('is offered only of what the person may freeze, and not at all to others', async () => {
    const { unmount } = open({
      mayFreeze: { instance: false, environments: [], clusters: ['reef'] },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Freeze writes…' }),
    );
    await userEvent.click(
      screen.getByRole('button', { name: /What is frozen/ }),
    );
    expect(
      (await screen.findAllByRole('option')).map(item => item.textContent),
    ).toEqual(['Cluster reef']);
    unmount();
    open({ mayFreeze: { instance: false, environments: [], clusters: [] } });
    await screen.findByRole('button', { name: 'Ask all again' });
    await screen.findAllByText('reef');
    expect(screen.queryByRole('button', { name: /Freeze/ })).toBeNull();
  });

  it('says of each cluster what holds writes there, and when its window opens or closes', async () => {
    open({
      freezes: [aFreeze({ scope: 'environment', name: 'production' })],
      windows: [
        {
          cluster: 'reef',
          name: 'Nights',
          timeZone: 'Etc/UTC',
          open: false,
          changesAt: ahead(7_230),
        },
      ],
    });
    const cell = (await screen.findByText('Frozen')).closest('td')!;
    expect(cell).toHaveTextContent(/Writes are frozen in production: “Black/);
    expect(cell).toHaveTextContent(
      /Outside the change window Nights; it opens .* \(in 2 h\)/,
    );
  });

  it('says of an open window when it closes', async () => {
    open({
      windows: [
        {
          cluster: 'reef',
          name: 'Nights',
          timeZone: 'Etc/UTC',
          open: true,
          changesAt: ahead(7_230),
        },
      ],
    });
    expect(
      await screen.findByText(/Change window Nights is open; it closes/),
    ).toHaveTextContent(/\(in 2 h\)/);
  });
});
