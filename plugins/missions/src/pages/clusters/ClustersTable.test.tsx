import { screen, within } from '@testing-library/react';
import type { Cluster } from '@mission-control/plugin-missions-common';
import { aCluster } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ClustersPage } from './ClustersPage';

/** What the row of a cluster says, by the titles of its columns. */
async function row(cluster: Partial<Cluster>): Promise<Record<string, string>> {
  renderPage(<ClustersPage />, {
    path: '/clusters',
    address: '/clusters',
    api: { listClusters: async () => [aCluster(cluster)] },
  });
  const table = within(await screen.findByRole('table'));
  const titles = table
    .getAllByRole('columnheader')
    .map(each => each.textContent ?? '');
  const [, first] = table.getAllByRole('row');
  const cells = [
    ...within(first).getAllByRole('rowheader'),
    ...within(first).getAllByRole('cell', {}),
  ].map(each => each.textContent ?? '');
  return Object.fromEntries(
    titles.map((title, index) => [title, cells[index] ?? '']),
  );
}

describe('ClustersTable', () => {
  it('shows the version, the latency and who acts there', async () => {
    expect(
      await row({
        version: '1.33.4+k3s1',
        latencyMs: 47.6,
        identity: 'system:serviceaccount:ops:missions',
        unattended: true,
      }),
    ).toMatchObject({
      Kubernetes: '1.33.4+k3s1',
      Latency: '48 ms',
      'Acts as': 'system:serviceaccount:ops:missionsalso by schedule',
    });
  });

  it('shows a latency below a millisecond, and that of each cluster', async () => {
    expect(await row({ latencyMs: 0 })).toMatchObject({ Latency: '0 ms' });
  });

  it('invents nothing of a cluster that did not answer', async () => {
    expect(
      await row({
        reachable: false,
        version: undefined,
        latencyMs: undefined,
        identity: undefined,
      }),
    ).toMatchObject({
      Kubernetes: '?',
      Latency: '',
      'Acts as': 'also by schedule',
    });
  });

  it('says who acts, and why not without a person', async () => {
    const cells = await row({
      identity: 'jane@example.com',
      unattended: false,
      unattendedReason: 'oidc needs the user to sign in',
    });
    expect(cells['Acts as']).toMatch(
      /^jane@example\.comNot without a personoidc needs the user to sign in$/,
    );
  });
});
