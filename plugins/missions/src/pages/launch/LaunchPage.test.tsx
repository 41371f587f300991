import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aCheckResult,
  aCluster,
  aMission,
  aPlan,
  aRun,
  aTargetPlan,
} from '@mission-control/plugin-missions-react/testUtils';
import { openLaunch } from '../../__testUtils__/openLaunch';

const mission = aMission({
  spec: {
    type: 'install',
    parameters: {
      required: ['namespace'],
      properties: {
        namespace: { type: 'string', title: 'Namespace' },
        replicas: { type: 'integer', title: 'Replicas', default: 2 },
        token: { type: 'string', title: 'Token', secret: true },
      },
    },
    targets: { min: 1, max: 5 },
    approval: {
      policy: 'required',
      count: 1,
      notStarter: true,
      expires: '24h',
    },
  },
});
const clusters = [
  aCluster({ name: 'dev' }),
  aCluster({
    name: 'prod-eu',
    writable: false,
    notWritableReason: 'not configured',
  }),
];
const filled = `parameters=${encodeURIComponent('{"namespace":"web"}')}`;
const api = {
  getMission: async () => mission,
  listClusters: async () => clusters,
};

describe('LaunchPage', () => {
  it.each([
    ['what the mission says', { expires: '2h' }, '2h'],
    ['the default of the format', {}, '24h'],
    ['that default without any policy', undefined, '24h'],
  ])('says until when is asked: %s', async (_, approval, until) => {
    openLaunch({
      api: {
        ...api,
        getMission: async () => ({
          ...mission,
          spec: { ...mission.spec, approval },
        }),
      },
    });
    const row = (await screen.findByText('Until')).parentElement;
    expect(row).toHaveTextContent(`Until${until} after asking, then rejected`);
  });

  it('shows of each check a word and how old the answer is', async () => {
    openLaunch({
      query: `?target=dev&${filled}`,
      api: {
        ...api,
        checkFitness: async () => [
          {
            cluster: clusters[0],
            verdict: 'warn',
            checkedAt: new Date(Date.now() - 120_000),
            checks: [
              aCheckResult({
                id: 'rights',
                title: 'Rights',
                status: 'warn',
                message: 'Hardly',
              }),
            ],
          },
        ],
      },
    });
    const table = await screen.findByRole('table');
    const cell = await within(table).findByTitle('Hardly');
    expect(cell).toHaveTextContent('Warning');
    expect(screen.getByText('2 min ago')).toBeInTheDocument();
    expect(screen.queryByText(/0 clusters|1 clusters/)).toBeNull();
  });

  it('has the place of all checks before the clusters are asked', async () => {
    const checks = [
      ['cluster-reachable', 'The cluster answers'],
      ['rights', 'Rights'],
      ['room', 'room'],
    ];
    openLaunch({
      query: `?${filled}`,
      api: {
        ...api,
        getMission: async () =>
          aMission({
            ...mission,
            spec: {
              ...mission.spec,
              preflight: [
                { id: 'rights', title: 'Rights', check: 'kubernetes:x' },
                { id: 'room', check: 'kubernetes:y' },
              ],
            },
          }),
        checkFitness: async () => [
          {
            cluster: clusters[0],
            verdict: 'fit',
            checkedAt: new Date(),
            checks: checks.map(([id, title]) => aCheckResult({ id, title })),
          },
        ],
      },
    });
    const table = await screen.findByRole('table');
    const heads = () =>
      within(table)
        .getAllByRole('columnheader')
        .map(head => head.textContent);
    const before = heads();
    expect(before.slice(2, -2)).toEqual(checks.map(([, title]) => title));
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose dev' }));
    expect(await screen.findByText('Fits')).toBeInTheDocument();
    expect(heads()).toEqual(before);
  });

  it('says below the clusters why they do not answer', async () => {
    openLaunch({
      query: `?target=dev&${filled}`,
      api: {
        ...api,
        checkFitness: async () => {
          throw new MissionsApiError('Database is gone', {
            status: 500,
            code: 'INTERNAL',
          });
        },
      },
    });
    const alert = await screen.findByRole('alert');
    expect(alert).toHaveTextContent('Database is gone');
    expect(
      screen.getByRole('table').compareDocumentPosition(alert) &
        Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
    expect(
      screen.getByText('Whether the clusters fit is not known: see why below.'),
    ).toBeInTheDocument();
  });

  it('hatches only what is unknown, not a check that another cluster alone got', async () => {
    const answer = { checkedAt: new Date() };
    openLaunch({
      query: `?target=dev&target=prod-eu&${filled}`,
      api: {
        ...api,
        checkFitness: async () => [
          { ...answer, cluster: clusters[0], verdict: 'fit', checks: [] },
          {
            ...answer,
            cluster: clusters[1],
            verdict: 'unfit',
            checks: [
              aCheckResult({ id: 'guard', title: 'Guard', status: 'fail' }),
              aCheckResult({ id: 'room', title: 'Room', status: 'unknown' }),
            ],
          },
        ],
      },
    });
    const fits = (await screen.findByText('Fits')).closest('tr')!;
    const unfit = screen.getByText('Does not fit').closest('tr')!;
    const hatched = (row: HTMLElement) =>
      within(row)
        .getAllByRole('cell')
        .filter(cell => cell.getAttribute('data-unknown') === 'true')
        .map(cell => cell.getAttribute('data-label'));
    expect(hatched(fits)).toEqual([]);
    expect(within(fits).getAllByText('does not apply')).toHaveLength(3);
    expect(hatched(unfit)).toEqual(['Room']);
  });

  it('counts which advanced parameters were changed', async () => {
    const advanced = aMission({
      spec: {
        type: 'install',
        parameters: {
          properties: {
            replicas: {
              type: 'integer',
              title: 'Replicas',
              default: 2,
              'ui:advanced': true,
            },
            image: { type: 'string', title: 'Image', 'ui:advanced': true },
          },
        },
      },
    });
    openLaunch({
      api: { ...api, getMission: async () => advanced },
    });
    await userEvent.click(
      await screen.findByRole('button', {
        name: 'Advanced: 2 parameters, as the mission sets them',
      }),
    );
    await userEvent.type(screen.getByRole('textbox', { name: 'Image' }), 'x');
    expect(
      await screen.findByRole('button', {
        name: 'Advanced: 2 parameters, 1 changed',
      }),
    ).toBeInTheDocument();
  });

  it('says to whoever may not start it why, and asks no cluster', async () => {
    const checkFitness = jest.fn(async () => []);
    openLaunch({
      query: '?target=dev',
      denied: ['missions.run.create', 'missions.cluster.use'],
      api: { ...api, checkFitness },
    });
    expect(
      await screen.findByText(
        'You may not: the permission missions.run.create is missing',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /show what will change/i }),
    ).toBeDisabled();
    const reason =
      'You may not use dev: the permission missions.cluster.use is missing';
    expect(
      within(screen.getByRole('group', { name: reason })).getByRole('button', {
        name: 'Check again',
      }),
    ).toBeDisabled();
    await new Promise(resolve => setTimeout(resolve, 700));
    expect(checkFitness).not.toHaveBeenCalled();
  });

  it('leads from parameters over clusters and plan to the run', async () => {
    const createRun = jest.fn(async (request: { planOnly?: boolean }) =>
      aRun({ id: request.planOnly ? 'preview' : 'real', state: 'planned' }),
    );
    const { container } = openLaunch({
      api: {
        ...api,
        createRun,
        getPlan: async () => aPlan(),
        checkFitness: async () => [
          { cluster: clusters[0], verdict: 'fit', checks: [] },
        ],
      },
    });
    const show = await screen.findByRole('button', {
      name: /show what will change/i,
    });
    expect(show).toBeDisabled();
    await userEvent.type(
      screen.getByRole('textbox', { name: /namespace/i }),
      'web',
    );
    await userEvent.click(screen.getByRole('checkbox', { name: 'Choose dev' }));
    expect(await screen.findByText('Fits')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();

    await userEvent.click(show);
    const apply = await screen.findByRole('button', { name: /ask to apply/i });
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({ planOnly: true }),
      expect.any(String),
    );
    await userEvent.click(apply);
    await waitFor(() => expect(createRun).toHaveBeenCalledTimes(2));
    const [request] = createRun.mock.calls[1];
    expect(request).toMatchObject({
      parameters: { namespace: 'web', replicas: 2 },
      targets: [{ cluster: 'dev' }],
    });
    expect(request.planOnly).toBeUndefined();
  });

  it('starts nothing, and calls nothing fine, where a plan is refused', async () => {
    const problem = {
      stepId: 'namespace',
      code: 'NAMESPACE_DENIED',
      message: 'Namespace kube-system is denied on dev',
    };
    const createRun = jest.fn(async () =>
      aRun({ id: 'preview', state: 'failed' }),
    );
    openLaunch({
      query: `?target=dev&parameters=${encodeURIComponent(
        '{"namespace":"kube-system"}',
      )}`,
      api: {
        ...api,
        createRun,
        getPlan: async () =>
          aPlan({
            targets: [aTargetPlan({ changes: [], problems: [problem] })],
          }),
        checkFitness: async () => [],
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /show what will change/i }),
    );
    expect(await screen.findByText(problem.message)).toBeInTheDocument();
    expect(
      screen.queryByText(/nothing w(ill|ould) change|nothing to write/i),
    ).toBeNull();
    expect(screen.getByText(/It cannot be started/)).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /show what will change/i }),
    );
    await waitFor(() => expect(createRun).toHaveBeenCalledTimes(2));
    expect(createRun).toHaveBeenLastCalledWith(
      expect.objectContaining({ planOnly: true }),
      expect.any(String),
    );
  });

  it('says what is wrong with a cluster and what its worst check found', async () => {
    const problem = {
      code: 'TLS_NOT_VERIFIED',
      message: 'Its certificate is not verified.',
      remedy: 'Give caData.',
    };
    openLaunch({
      query: `?target=dev&${filled}`,
      api: {
        ...api,
        listClusters: async () => [aCluster({ name: 'dev', problem })],
        checkFitness: async () => [
          {
            cluster: clusters[0],
            verdict: 'unfit',
            checks: [
              {
                id: 'quota',
                check: 'kubernetes:quota',
                phase: 'preflight',
                status: 'fail',
                message: 'The quota is used up.',
                at: new Date(),
                remedy: { text: 'Raise it.' },
              },
            ],
          },
        ],
      },
    });
    expect(
      await screen.findByText('The quota is used up. Raise it.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Its certificate is not verified. Give caData.'),
    ).toBeInTheDocument();
  });

  it('checks the clusters that the missions of a sequence name', async () => {
    const checkFitness = jest.fn(async () => [
      {
        cluster: clusters[0],
        verdict: 'unfit' as const,
        checks: ['a/web', 'a/look'].map(ref => ({
          id: `${ref}:exists`,
          check: 'kubernetes:object',
          title: `${ref}: It exists`,
          phase: 'preflight' as const,
          status: 'fail' as const,
          message: `Mission '${ref}': nothing is there.`,
          at: new Date(),
        })),
      },
    ]);
    const { container } = openLaunch({
      query: `?parameters=${encodeURIComponent('{"clusters":["dev"]}')}`,
      api: {
        ...api,
        getMission: async () =>
          aMission({
            type: 'sequence',
            spec: {
              type: 'sequence',
              parameters: {
                properties: {
                  clusters: { type: 'array', items: { type: 'string' } },
                },
              },
            },
          }),
        checkFitness,
      },
    });
    const found = (ref: string) =>
      screen.findAllByText(
        `Mission '${ref}': nothing is there.`,
        {},
        { timeout: 5_000 },
      );
    expect(await found('a/web')).toHaveLength(1);
    expect(await found('a/look')).toHaveLength(1);
    expect(screen.queryByRole('checkbox')).not.toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Show what will change' }),
    ).toBeEnabled();
    expect(checkFitness).toHaveBeenCalledWith({
      missionRef: aMission().ref,
      parameters: { clusters: ['dev'] },
    });
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says when more clusters are chosen than the mission takes', async () => {
    openLaunch({
      query: '?target=dev&target=prod-eu',
      api: {
        ...api,
        getMission: async () =>
          aMission({ spec: { type: 'install', targets: { min: 1, max: 1 } } }),
      },
    });
    expect(
      await screen.findByText('Choose one cluster only.'),
    ).toBeInTheDocument();
  });

  it('keeps the filter of clusters in the address while the form changes', async () => {
    const many = [...'abcdefgh'].map(name => aCluster({ name }));
    openLaunch({
      query: '?find=prod&only=fitting&target=dev',
      api: { ...api, listClusters: async () => [...clusters, ...many] },
    });
    const find = () =>
      screen.getByRole('searchbox', { name: 'Find a cluster' });
    await screen.findByRole('heading', { level: 1 });
    expect(find()).toHaveValue('prod');
    await userEvent.type(screen.getByLabelText(/Namespace/), 'web');
    await userEvent.click(screen.getByRole('checkbox', { name: /Choose dev/ }));
    expect(screen.getByLabelText(/Namespace/)).toHaveValue('web');
    expect(find()).toHaveValue('prod');
    const only = screen.getByRole('checkbox', { name: /Only what may fit/ });
    expect(only).toBeChecked();
    await userEvent.clear(find());
    await userEvent.type(find(), 'e');
    expect(find()).toHaveValue('e');
    expect(screen.getByLabelText(/Namespace/)).toHaveValue('web');
  });

  it('takes what a shared link says and names what is missing', async () => {
    openLaunch({
      query: `?target=dev&parameters=${encodeURIComponent('{"replicas":3}')}`,
      api,
    });
    expect(
      await screen.findByRole('checkbox', { name: 'Choose dev' }),
    ).toBeChecked();
    expect(screen.getByRole('textbox', { name: /replicas/i })).toHaveValue('3');
    expect(screen.getByText('Fill in: Namespace')).toBeInTheDocument();
  });

  it('puts the message of the backend at its field', async () => {
    openLaunch({
      query: `?target=dev&parameters=${encodeURIComponent(
        '{"namespace":"Web!"}',
      )}`,
      api: {
        ...api,
        getPlan: async () => aPlan(),
        createRun: jest
          .fn()
          .mockResolvedValueOnce(aRun({ state: 'planned' }))
          .mockRejectedValueOnce(
            new MissionsApiError('namespace does not match', {
              status: 400,
              code: 'PARAMETER_INVALID',
              details: {
                problems: [
                  { path: 'namespace', message: 'Use lower case letters' },
                ],
              },
            }),
          ),
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /show what will change/i }),
    );
    await userEvent.click(
      await screen.findByRole('button', { name: /ask to apply/i }),
    );
    expect(
      await screen.findByText('Use lower case letters'),
    ).toBeInTheDocument();
  });

  it('says that a plan is old once the form has changed', async () => {
    openLaunch({
      query: `?target=dev&parameters=${encodeURIComponent(
        '{"namespace":"web"}',
      )}`,
      api: {
        ...api,
        getPlan: async () => aPlan(),
        createRun: async () => aRun({ state: 'planned' }),
      },
    });
    await userEvent.click(
      await screen.findByRole('button', { name: /show what will change/i }),
    );
    await screen.findByRole('button', { name: /ask to apply/i });
    await userEvent.type(
      screen.getByRole('textbox', { name: /namespace/i }),
      'x',
    );
    expect(
      await screen.findByText(/changed since this plan/),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: /show what will change/i }),
    ).toBeEnabled();
  });

  it('shows what a draft leaves open, makes its plan, and starts nothing', async () => {
    const createRun = jest.fn(async () =>
      aRun({ id: 'preview', state: 'planned' }),
    );
    const { container } = openLaunch({
      query: '?target=dev&parameters={"namespace":"web"}',
      api: {
        ...api,
        getMission: async () => ({
          ...mission,
          openPoints: [
            {
              path: 'spec.steps[0].input.chart',
              message: 'No chart is named',
              remedy: 'Name a chart with its digest.',
            },
          ],
        }),
        createRun,
      },
    });
    expect(
      await screen.findByText(
        'This mission is a draft: it cannot be started yet',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText('spec.steps[0].input.chart')).toBeInTheDocument();
    expect(
      screen.getByText('Name a chart with its digest.'),
    ).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: /^Show what will change/ }),
    );
    expect(await screen.findByText('Same on')).toBeInTheDocument();
    expect(createRun).toHaveBeenCalledTimes(1);
    expect(createRun).toHaveBeenCalledWith(
      expect.objectContaining({ planOnly: true }),
      expect.any(String),
    );
    expect(
      screen.queryByRole('button', { name: /^Ask to apply/ }),
    ).not.toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what an error means for the clusters', async () => {
    openLaunch({
      api: {
        ...api,
        getMission: async () => {
          throw new MissionsApiError('Database is gone', {
            status: 500,
            code: 'INTERNAL',
          });
        },
      },
    });
    expect(await screen.findByText('Database is gone')).toBeInTheDocument();
    expect(
      screen.getByText('Nothing was written, on no cluster.'),
    ).toBeInTheDocument();
    expect(screen.getByText('INTERNAL')).toBeInTheDocument();
  });

  it('says when the orbit will look, and for whom', async () => {
    const spec = {
      type: 'orbit',
      targets: { min: 1 },
      schedule: { cadence: 'daily', timeZone: 'Europe/Berlin' },
    };
    openLaunch({
      api: {
        getMission: async () => aMission({ type: 'orbit', spec }),
        listClusters: async () => [aCluster()],
      },
    });
    expect(
      await screen.findByText(
        'Runs every day at 02:00, Europe/Berlin, for you, until it is disabled.',
      ),
    ).toBeInTheDocument();
  });
});
