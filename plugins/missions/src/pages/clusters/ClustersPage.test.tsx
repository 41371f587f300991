import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aCluster,
  someClusters,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ClustersPage } from './ClustersPage';

const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<ClustersPage />, {
    path: '/clusters',
    address: '/clusters',
    api,
  });

describe('ClustersPage', () => {
  it('says who answers, what is allowed, and why not', async () => {
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: '3 of 4 clusters answer' }),
    ).toBeInTheDocument();
    expect(screen.getByText(/ETIMEDOUT/)).toBeInTheDocument();
    expect(
      screen.getByText(/missions.clusters.edge-1.writable is not set/),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says of a cluster that cannot be used by schedule why not', async () => {
    open({
      listClusters: async () => [
        aCluster({
          unattended: false,
          unattendedReason: 'oidc needs the user to sign in',
        }),
      ],
    });
    expect(await screen.findByText('Not without a person')).toBeInTheDocument();
    expect(
      screen.getByText('oidc needs the user to sign in'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 not without a person')).toBeInTheDocument();
  });

  it.each([
    ['beside the others', someClusters()],
    ['when there is no other', []],
  ])('says which clusters are missing and why, %s', async (_when, known) => {
    const { container } = open({
      listClusters: async () => known,
      listClusterProblems: async () => [
        {
          source: 'kubernetes-plugin',
          place: 'kubernetes.clusterLocatorMethods[1]',
          message: "type 'gke' is not supported by missions",
          remedy: 'Give these clusters by the type config.',
        },
        { source: 'kubeconfig', message: 'no such file' },
      ],
    });
    expect(
      await screen.findByText(
        /2 problems of the sources of clusters: some may be missing/,
      ),
    ).toBeInTheDocument();
    const told = screen.getByText(/some may be missing/).parentElement!;
    const [gke, file] = within(told)
      .getAllByRole('listitem')
      .map(item => item.textContent);
    expect(gke).toBe(
      "kubernetes-plugin: type 'gke' is not supported by missions. Give these clusters by the type config. Place: kubernetes.clusterLocatorMethods[1]",
    );
    expect(file).toBe('kubeconfig: no such file. ');
    await waitFor(() =>
      expect(screen.queryAllByText('No cluster can be shown')).toHaveLength(
        known.length === 0 ? 1 : 0,
      ),
    );
    expect(screen.queryByText('No cluster is configured')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it.each([
    [403, 'You may not see this'],
    [500, 'Nothing was asked of any cluster.'],
  ])('says what it means when the answer is %s', async (status, text) => {
    const refused = new MissionsApiError('no', { status, code: 'X' });
    open({ listClusters: () => Promise.reject(refused) });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('offers nobody without the permission to reset', async () => {
    renderPage(<ClustersPage />, {
      path: '/clusters',
      address: '/clusters',
      denied: ['missions.cluster.reset'],
    });
    const reasons = await screen.findAllByText(/missions\.cluster\.reset/);
    const buttons = screen.getAllByRole('button', { name: /^Reset .+…$/ });
    expect(buttons).toHaveLength(reasons.length);
    buttons.forEach(button => expect(button).toBeDisabled());
  });

  it('resets a demo cluster only after it was asked', async () => {
    const resetCluster = jest.fn(async () => aCluster());
    open({ resetCluster });
    const first = await screen.findByRole('button', {
      name: 'Reset prod-eu…',
    });
    await userEvent.click(first);
    expect(resetCluster).not.toHaveBeenCalled();
    await userEvent.click(
      within(await screen.findByRole('dialog')).getByRole('button', {
        name: 'Reset prod-eu',
      }),
    );
    expect(resetCluster).toHaveBeenCalledWith('prod-eu');
    await waitFor(() =>
      expect(screen.queryByRole('dialog')).not.toBeInTheDocument(),
    );
  });

  it('asks all clusters again', async () => {
    const listClusters = jest.fn(async () => someClusters());
    open({ listClusters });
    await screen.findByRole('table');
    await userEvent.click(
      screen.getByRole('button', { name: 'Ask all again' }),
    );
    await waitFor(() =>
      expect(listClusters).toHaveBeenCalledWith({ refresh: true }),
    );
  });

  it('teaches where clusters come from', async () => {
    open({ listClusters: async () => [] });
    expect(
      await screen.findByText('No cluster is configured'),
    ).toBeInTheDocument();
  });
});
