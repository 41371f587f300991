import { screen, waitFor, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import {
  aCluster,
  aMission,
  aMissionSummary,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import {
  runCreatePermission,
  type Mission,
} from '@mission-control/plugin-missions-common';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { refuse } from '../__testUtils__/refuse';
import { renderPage } from '../__testUtils__/renderPage';
import { EntityMissionsContent } from './EntityMissionsContent';

const checkout = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: { 'backstage.io/kubernetes-cluster': 'dev' },
  },
};
const open = (api: Partial<MissionsApi>, denied?: readonly string[]) =>
  renderPage(
    <EntityProvider entity={checkout}>
      <EntityMissionsContent />
    </EntityProvider>,
    {
      path: '/entity',
      address: '/entity',
      denied,
      api: {
        listMissions: async () => ({
          items: [aMissionSummary({ title: 'Mend it', type: 'fix' })],
          total: 1,
          facets: [],
        }),
        getMission: async () =>
          aMission({ spec: { type: 'fix', targets: {} } }),
        listRuns: async () => ({
          items: [aRunSummary()],
          total: 1,
          facets: [],
        }),
        listClusters: async () => [aCluster({ name: 'dev', demo: true })],
        ...api,
      },
    },
  );

describe('EntityMissionsContent', () => {
  it('leads to the launch, and says that the clusters are simulated', async () => {
    const { container } = open({});
    const launch = await screen.findByRole('link', {
      name: /launch.*mend it/i,
    });
    expect(launch).toHaveAttribute(
      'href',
      expect.stringMatching(/launch\?.*target=dev/),
    );
    expect(await screen.findByText('Demo data')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says why who may not start a mission cannot launch it', async () => {
    const { container } = open({}, [runCreatePermission.name]);
    const reason = await screen.findByRole('group', {
      name: `You may not: the permission ${runCreatePermission.name} is missing`,
    });
    expect(
      within(reason).getByRole('button', { name: 'Launch… Mend it' }),
    ).toBeDisabled();
    expect(screen.queryByRole('link', { name: /launch/i })).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('offers first what takes most of it, and says of each what is filled in', async () => {
    const { targets, ...fleet } = { targets: {}, type: 'fix' };
    const specs: Record<string, Mission['spec']> = {
      'a/none': fleet,
      'a/cluster': { ...fleet, targets },
      'a/place': {
        ...fleet,
        targets,
        parameters: { properties: { deployment: { type: 'string' } } },
      },
    };
    const getMission = jest.fn(async (ref: string) =>
      aMission({ ref, spec: specs[ref] }),
    );
    const { container } = open({
      listMissions: async () => ({
        items: [...Object.keys(specs), 'a/gone'].map(ref =>
          aMissionSummary({ ref, title: ref, type: 'fix' }),
        ),
        total: 4,
        facets: [],
      }),
      getMission: ref =>
        ref in specs ? getMission(ref) : refuse('NOT_FOUND', 'gone'),
    });
    const panel = await screen.findByRole('region', {
      name: 'Missions for this entity',
    });
    const said = within(panel)
      .getAllByRole('listitem')
      .map(({ textContent }) => textContent);
    expect(said).toEqual([
      expect.stringMatching(
        /^a\/place.*Filled in: cluster dev · deployment checkout/,
      ),
      expect.stringMatching(/^a\/cluster.*Filled in: cluster dev/),
      expect.stringMatching(/^a\/none.*Nothing of this entity is filled in/),
      expect.stringMatching(/^a\/gone(?!.*filled in)/),
    ]);
    expect(
      within(panel).getByRole('link', { name: /launch.*a\/none/i }),
    ).toHaveAttribute('href', expect.not.stringContaining('target='));
    expect(getMission).toHaveBeenCalledTimes(3);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says of a cluster that is filled in that it is not known here, once the clusters are', async () => {
    let answer = (_: ReturnType<typeof aCluster>[]) => {};
    open({
      listClusters: () =>
        new Promise(resolve => {
          answer = resolve;
        }),
    });
    expect(
      await screen.findByText('Filled in: cluster dev'),
    ).toBeInTheDocument();
    answer([aCluster({ name: 'test' })]);
    expect(
      await screen.findByText('Filled in: cluster dev (not known here)'),
    ).toBeInTheDocument();
  });

  it('marks nothing as demo on a real cluster', async () => {
    const listClusters = jest.fn(async () => [
      aCluster({ name: 'dev', demo: false }),
    ]);
    open({ listClusters });
    await screen.findByRole('link', { name: /launch/i });
    await waitFor(() => expect(listClusters).toHaveBeenCalled());
    expect(screen.queryByText('Demo data')).toBeNull();
  });

  it('says so when no mission is installed and none was started', async () => {
    open({
      listMissions: async () => ({ items: [], total: 0, facets: [] }),
      listRuns: async () => ({ items: [], total: 0, facets: [] }),
    });
    expect(
      await screen.findByText('No mission is installed.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('No mission was started from here yet.'),
    ).toBeInTheDocument();
  });

  it.each([
    ['NOT_ALLOWED' as const, 'You may not see this'],
    ['DATABASE_UNAVAILABLE' as const, 'The database is away'],
  ])('shows %s in place of the lists', async (code, shown) => {
    open({ listMissions: () => refuse(code, 'The database is away') });
    expect(await screen.findByText(shown)).toBeInTheDocument();
    expect(screen.queryByRole('link', { name: /launch/i })).toBeNull();
  });
});
