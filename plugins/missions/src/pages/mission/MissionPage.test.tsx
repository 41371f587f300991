import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aMission,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { DemoScopeProvider } from '../../shell/DemoTag';
import { MissionPage } from './MissionPage';

const mission = aMission({
  title: 'Web application',
  readme: '# Web application\n\nIt shows a page.',
  spec: {
    type: 'install',
    parameters: {
      required: ['namespace'],
      properties: {
        namespace: { type: 'string', title: 'Namespace', default: 'web' },
        token: {
          type: 'string',
          title: 'Token',
          secret: true,
          default: 'hunter22',
        },
      },
    },
    preflight: [
      { id: 'version', title: 'New enough', check: 'kubernetes:version' },
    ],
    steps: [{ id: 'apply', name: 'Apply it', action: 'kubernetes:apply' }],
    verify: [{ id: 'ready', title: 'It is ready', check: 'kubernetes:ready' }],
  },
});
const at = { path: '/explorer/:source/:name', address: '/explorer/local/web' };

describe('MissionPage', () => {
  const versions: Partial<MissionsApi> = {
    getMission: async (_ref, version = 'bbbbbbb2') =>
      aMission({ ...mission, version, title: `As of ${version}` }),
    listRuns: async () => ({
      items: [
        aRunSummary({ title: 'Run of a', missionVersion: 'aaaaaaa1' }),
        aRunSummary({
          id: 'b',
          title: 'Run of b',
          missionVersion: 'bbbbbbb2',
        }),
      ],
      total: 2,
      facets: [],
    }),
  };

  it('says of an old version that it is old, whose it is, and launches only the current one', async () => {
    const { container } = renderPage(<MissionPage />, {
      ...at,
      address: `${at.address}?version=aaaaaaa1&run=run-12345678`,
      api: versions,
    });
    const said = await screen.findByText(/This is an old version/);
    expect(said.closest('[role=status]')).toHaveTextContent(
      'This is an old version of the mission: aaaaaaaIt is the one of run 12345678. ',
    );
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      'As of aaaaaaa1',
    );
    expect(screen.getByRole('link', { name: 'run 12345678' })).toHaveAttribute(
      'href',
      expect.stringMatching(/runs\/run-12345678$/),
    );
    expect(
      screen.getByRole('link', { name: 'Open the current version' }),
    ).toHaveAttribute('href', expect.stringMatching(/catalog\/local\/web$/));
    expect(screen.queryByText(/and launch…/)).toBeNull();
    expect(screen.getByText('Run of a')).toBeInTheDocument();
    expect(screen.queryByText('Run of b')).toBeNull();
    expect(screen.queryByText('It shows a page.')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is the ordinary page when the version of a run is still the current one', async () => {
    renderPage(<MissionPage />, {
      ...at,
      address: `${at.address}?version=bbbbbbb2&run=run-12345678`,
      api: versions,
    });
    expect(
      await screen.findByRole('link', { name: /and launch…/ }),
    ).toBeInTheDocument();
    expect(screen.queryByText(/old version/)).toBeNull();
    expect(screen.getByText('Run of a')).toBeInTheDocument();
  });

  it('shows checks, steps, proof and way back, and leads to the launch', async () => {
    const { container } = renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () => mission,
        listActions: async () => [
          {
            id: 'kubernetes:apply',
            kind: 'action',
            description: '',
            effect: 'write',
            undo: 'Deletes what it created',
            input: {},
            output: {},
            examples: [],
          },
        ],
      },
    });
    const path = await screen.findByRole('list', { name: 'What it does' });
    expect(within(path).getByText('New enough')).toBeInTheDocument();
    expect(within(path).getAllByText('Apply it')).toHaveLength(2);
    expect(within(path).getByText('It is ready')).toBeInTheDocument();
    expect(
      within(path).getByText('Deletes what it created'),
    ).toBeInTheDocument();
    expect(
      within(path).getByText('A run of its own, with plan and approval.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: /choose clusters and launch/i }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('promises no run to take back what changes nothing', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: { getMission: async () => mission, listActions: async () => [] },
    });
    expect(
      await screen.findByText(
        'Changes nothing, so there is nothing to take back',
      ),
    ).toBeInTheDocument();
    expect(
      screen.queryByText('A run of its own, with plan and approval.'),
    ).toBeNull();
  });

  it.each([
    ['by the missions that it runs', {}, 1],
    ['by its own checks', { verify: [{ id: 'ready', check: 'a:b' }] }, 0],
    ['by nothing, on clusters of its own', { targets: { min: 1 } }, 0],
  ])('says of a sequence that is proven %s so', async (_, spec, times) => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () =>
          aMission({
            type: 'sequence',
            spec: {
              type: 'sequence',
              steps: [{ id: 'install', action: 'mission:run' }],
              ...spec,
            },
          }),
      },
    });
    await screen.findByRole('list', { name: 'What it does' });
    expect(
      screen.queryAllByText('Proven by the missions that it runs'),
    ).toHaveLength(times);
  });

  it('says that it only reads where that is known', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: { getMission: async () => ({ ...mission, touches: [] }) },
    });
    expect(await screen.findByText('It only reads.')).toBeInTheDocument();
    expect(screen.queryByText(/on any cluster/)).toBeNull();
  });

  it.each([
    [
      ['get', 'list', 'watch'],
      'it only reads: nothing is written, on any cluster',
    ],
    [['get', 'patch'], 'nothing else is written, on any cluster'],
  ])('says of the verbs %j: %s', async (verbs, words) => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () => ({
          ...mission,
          touches: [{ kind: 'Pod', verbs }],
        }),
      },
    });
    expect(await screen.findByText(words)).toBeVisible();
  });

  it.each([
    ['nothing is named', []],
    ['something is named', [{ kind: 'Secret', verbs: ['get', 'create'] }]],
  ])(
    'claims no limit while only a plan knows it, and %s',
    async (_, touches) => {
      const { container } = renderPage(<MissionPage />, {
        ...at,
        api: {
          getMission: async () => ({
            ...mission,
            touches,
            touchesUnknown: true,
          }),
        },
      });
      expect(
        await screen.findByText(/More is known only from a plan/),
      ).toBeInTheDocument();
      expect(screen.queryByText('It only reads.')).toBeNull();
      expect(
        screen.queryByText('nothing else is written, on any cluster'),
      ).toBeNull();
      expect(
        screen.queryAllByRole('rowheader', { name: 'Secret' }),
      ).toHaveLength(touches.length);
      expect(await axe(container)).toHaveNoViolations();
    },
  );

  it.each([
    ['missions.run.create', mission, /choose clusters and launch/i],
    [
      'missions.orbit.create',
      { ...mission, type: 'orbit' as const },
      /choose clusters and enable/i,
    ],
  ])('offers nobody without %s to start it', async (name, shown, title) => {
    renderPage(<MissionPage />, {
      ...at,
      denied: [name],
      api: { getMission: async () => shown },
    });
    const text = await screen.findByText(
      `You may not: the permission ${name} is missing`,
    );
    expect(text).toBeInTheDocument();
    expect(screen.getByRole('button', { name: title })).toBeDisabled();
    expect(screen.queryByRole('link', { name: title })).toBeNull();
  });

  it('never shows the default of a secret outside of the source', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: { getMission: async () => mission },
    });
    const table = await screen.findByRole('region', { name: 'Parameters' });
    expect(table).toHaveTextContent('***');
    expect(table).not.toHaveTextContent('hunter22');
  });

  it.each([
    ['all', 1],
    ['some', 0],
    ['none', 0],
  ] as const)(
    'says what there is to try where %s clusters are demo',
    async (scope, notes) => {
      renderPage(
        <DemoScopeProvider scope={scope}>
          <MissionPage />
        </DemoScopeProvider>,
        {
          ...at,
          api: {
            getMission: async () => ({
              ...mission,
              spec: {
                ...mission.spec,
                demo: { description: 'Try it on dev.' },
              },
            }),
          },
        },
      );
      await screen.findByRole('list', { name: 'What it does' });
      const shown = screen.queryAllByRole('note');
      expect(shown).toHaveLength(notes);
      expect(screen.queryAllByText('Try it on dev.')).toHaveLength(notes);
    },
  );

  it('says honestly that nobody verified it', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: { getMission: async () => aMission({ verification: [] }) },
    });
    expect(await screen.findByText('Not verified yet')).toBeInTheDocument();
  });

  it('lists who verified it, the newest first, and where to read of it', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () =>
          aMission({
            verification: [
              {
                by: 'jane',
                role: 'community',
                reference: 'data:text/html,hello',
              },
              {
                by: 'joe',
                role: 'maintainer',
                version: '1.34',
                date: '2026-10-02',
                reference: 'https://example.com/run/7',
              },
            ],
          }),
      },
    });
    const panel = await screen.findByRole('region', { name: 'Verified by' });
    const [newest, oldest] = within(panel).getAllByRole('listitem');
    expect(newest).toHaveTextContent('joe, maintainer');
    expect(newest).toHaveTextContent('1.34');
    expect(newest).toHaveTextContent('2026-10-02');
    expect(
      within(newest).getByRole('link', { name: 'https://example.com/run/7' }),
    ).toHaveAttribute('href', 'https://example.com/run/7');
    expect(oldest).toHaveTextContent('jane, community');
    expect(oldest).toHaveTextContent('data:text/html,hello');
    expect(within(oldest).queryByRole('link')).toBeNull();
    expect(screen.getByText(/by joe/)).toBeInTheDocument();
  });

  it('lists its runs here with how each ended, and leads to them', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () => mission,
        listRuns: async () => ({
          items: [
            aRunSummary({ id: 'r1', title: 'First', state: 'failed' }),
            aRunSummary({ id: 'r2', title: 'Second', state: 'cancelled' }),
          ],
          total: 2,
          facets: [],
        }),
      },
    });
    const panel = await screen.findByRole('region', { name: 'Runs here' });
    const rows = within(panel).getAllByRole('listitem');
    expect(rows.map(row => row.textContent)).toEqual([
      expect.stringMatching(/^First.*Failed/),
      expect.stringMatching(/^Second.*Cancelled/),
    ]);
    expect(within(panel).getByRole('link', { name: 'First' })).toHaveAttribute(
      'href',
      expect.stringMatching(/\/runs\/r1$/),
    );
  });

  it('names the owner and leads to its page', async () => {
    renderPage(<MissionPage />, {
      ...at,
      routes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      api: {
        getMission: async () => aMission({ owner: 'group:default/platform' }),
      },
    });
    expect(
      await screen.findByRole('link', { name: 'platform' }),
    ).toHaveAttribute('href', '/catalog/default/group/platform');
  });

  it('marks a draft and shows what it leaves open', async () => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () =>
          aMission({
            openPoints: [
              {
                path: 'spec.verify',
                message: 'Nothing proves the outcome',
                remedy: 'Name a check.',
              },
            ],
          }),
      },
    });
    expect(await screen.findByText('Draft: plans only')).toBeInTheDocument();
    const points = screen.getByRole('region', { name: 'Open points' });
    expect(points).toHaveTextContent(
      'spec.verify Nothing proves the outcomeName a check.',
    );
  });

  it.each([
    [403, 'You may not see this'],
    [500, /Its runs on the clusters go on/],
  ])('says what a refusal with status %d means', async (status, words) => {
    renderPage(<MissionPage />, {
      ...at,
      api: {
        getMission: async () => {
          throw new MissionsApiError('no', { status, code: 'CODE' });
        },
      },
    });
    expect(await screen.findByText(words)).toBeInTheDocument();
  });
});
