import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  aMissionSummary,
  aRun,
  aStatus,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { ExplorerPage } from './ExplorerPage';

const at = { path: '/explorer', address: '/explorer' };
const list = (items = [aMissionSummary()]) => ({
  items,
  total: items.length,
  facets: [
    { name: 'type', values: [{ value: 'install', count: 1 }] },
    { name: 'endorsed', values: [{ value: 'true', count: 0 }] },
  ],
});

describe('ExplorerPage', () => {
  it('shows missions as cards that lead to their pages', async () => {
    const mission = aMissionSummary({ title: 'OpenCost' });
    const { container } = renderPage(<ExplorerPage />, {
      ...at,
      api: { listMissions: async () => list([mission]) },
    });
    expect(
      await screen.findByRole('link', { name: 'OpenCost' }),
    ).toHaveAttribute('href', expect.stringContaining(mission.name));
    expect(await axe(container)).toHaveNoViolations();
  });

  it('empties its search with Escape, and leaves it with another', async () => {
    const mission = aMissionSummary({ title: 'OpenCost' });
    renderPage(<ExplorerPage />, {
      ...at,
      api: { listMissions: async () => list([mission]) },
    });
    const card = () =>
      screen.getByRole('link', { name: 'OpenCost' }).closest('[data-row-id]');
    await screen.findByRole('link', { name: 'OpenCost' });
    const search = screen.getByRole('searchbox');
    await userEvent.type(search, 'cost');
    await userEvent.keyboard('{Escape}');
    expect(search).toHaveValue('');
    expect(search).toHaveFocus();
    await screen.findByRole('link', { name: 'OpenCost' });
    await userEvent.keyboard('{Escape}');
    expect(search).not.toHaveFocus();
    await userEvent.keyboard('j');
    expect(search).toHaveValue('');
    expect(card()).toHaveAttribute('data-current');
  });

  it('leads who writes missions to the actions and checks', async () => {
    renderPage(<ExplorerPage />, at);
    expect(
      await screen.findByRole('link', { name: 'Actions and checks' }),
    ).toHaveAttribute('href', expect.stringMatching(/\/actions$/));
  });

  it.each([true, false])(
    'says whether a mission works in the demo: %s',
    async demo => {
      const mission = aMissionSummary({ title: 'OpenCost', demo });
      renderPage(<ExplorerPage />, {
        ...at,
        api: { listMissions: async () => list([mission]) },
      });
      await screen.findByRole('link', { name: 'OpenCost' });
      expect(screen.queryAllByText(/works in the demo$/)).toHaveLength(
        demo ? 1 : 0,
      );
    },
  );

  it('folds its filters for a narrow page, and says how many are chosen', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      address: '/explorer?q=web',
      api: { listMissions: async () => list() },
    });
    const fold = await screen.findByRole('button', { name: 'Filters' });
    expect(fold).toHaveAttribute('aria-expanded', 'false');
    await userEvent.click(fold);
    expect(fold).toHaveAttribute('aria-expanded', 'true');
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /^Install/ }),
    );
    expect(fold).toHaveTextContent('Filters (1)');
  });

  it('asks for the facet that is chosen', async () => {
    const listMissions = jest.fn(async () => list());
    renderPage(<ExplorerPage />, { ...at, api: { listMissions } });
    await userEvent.click(
      await screen.findByRole('checkbox', { name: /^Install/ }),
    );
    await waitFor(() =>
      expect(listMissions).toHaveBeenLastCalledWith(
        expect.objectContaining({ type: ['install'] }),
      ),
    );
  });

  it('takes a pasted message apart from its lines and says why a fix was found', async () => {
    const listMissions = jest.fn(async () =>
      list([
        aMissionSummary({
          match: { reason: 'ImagePullBackOff', words: 'Failed to pull image' },
        }),
      ]),
    );
    const { container } = renderPage(<ExplorerPage />, {
      ...at,
      api: { listMissions },
    });
    await userEvent.click(await screen.findByRole('searchbox'));
    await userEvent.paste('Warning  Failed\nFailed to pull image "x"');
    await waitFor(() =>
      expect(listMissions).toHaveBeenLastCalledWith(
        expect.objectContaining({
          q: 'Warning Failed Failed to pull image "x"',
        }),
      ),
    );
    expect(
      await screen.findByText(
        'For ImagePullBackOff: the message says “Failed to pull image”',
      ),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says what a run changes and who endorsed it last', async () => {
    const runs = { total: 4, succeeded: 3, medianSeconds: 240 };
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () =>
          list([
            aMissionSummary({ runs: { ...runs, medianChanges: 23 } }),
            aMissionSummary({
              ref: 'a/two',
              runs,
              verification: [
                { by: 'jane', role: 'maintainer', date: '2026-08-01' },
                { by: 'john', role: 'community', date: '2026-10-02' },
              ],
            }),
          ]),
      },
    });
    expect(
      await screen.findByText('about 4 min, changes 23 objects'),
    ).toBeInTheDocument();
    expect(screen.getByText('about 4 min')).toBeInTheDocument();
    expect(
      screen.getByText('john, 2026-10-02, and 1 more'),
    ).toBeInTheDocument();
  });

  it('suggests a fix for a run of mine that failed, not for those of others', async () => {
    const run = (id: string, initiator: string) =>
      aFinishedRun({
        id,
        title: `Run of ${id}`,
        missionRef: `a/${id}`,
        initiator,
        state: 'failed',
        targets: [{ id: 'edge-1', state: 'failed' }],
      });
    const mine = run('mine', aStatus().user);
    const [target] = aRun().targetsDetail;
    const [step] = target.steps;
    const listMissions = jest.fn(async ({ q }: { q?: string } = {}) =>
      list(
        q
          ? [
              aMissionSummary({
                ref: 'a/fix',
                title: 'Image cannot be pulled',
                match: { reason: 'ImagePullBackOff', words: 'Back-off' },
              }),
            ]
          : [],
      ),
    );
    const { container } = renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions,
        listOrbits: async () => [],
        listRuns: async ({ group }: { group?: string } = {}) => ({
          items:
            group === 'completed'
              ? [mine, run('theirs', 'user:default/john')]
              : [],
          total: 0,
          facets: [],
        }),
        getRun: async () =>
          aRun({
            targetsDetail: [
              {
                ...target,
                steps: [
                  {
                    ...step,
                    state: 'failed',
                    error: {
                      code: 'STEP_FAILED',
                      message: 'Back-off pulling image "x"',
                    },
                  },
                ],
              },
            ],
          }),
      },
    });
    expect(
      await screen.findByRole('link', { name: 'Image cannot be pulled' }),
    ).toBeInTheDocument();
    expect(
      screen.getByText('for ImagePullBackOff, which made “Run of mine” fail'),
    ).toBeInTheDocument();
    expect(screen.getByText('Suggested for you')).toBeInTheDocument();
    expect(screen.queryByText('Run of theirs')).not.toBeInTheDocument();
    expect(listMissions).toHaveBeenCalledWith(
      expect.objectContaining({
        q: 'Back-off pulling image "x"',
        type: ['fix'],
      }),
    );
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says when nothing fits and clears the filters', async () => {
    const listMissions = jest.fn(async ({ q }: { q?: string } = {}) =>
      list(q ? [] : [aMissionSummary()]),
    );
    renderPage(<ExplorerPage />, {
      path: '/explorer',
      address: '/explorer?q=nothing',
      api: { listMissions },
    });
    expect(await screen.findByText('No mission fits')).toBeInTheDocument();
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(
      await screen.findByRole('link', { name: aMissionSummary().title }),
    ).toBeInTheDocument();
  });

  it('names the place of a broken file beside the healthy missions', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => list(),
        listMissionProblems: async () => [
          {
            source: 'local',
            location: 'missions/broken/mission.yaml',
            line: 12,
            code: 'MISSION_INVALID',
            message: 'spec.steps[0].action is missing.',
            severity: 'error' as const,
          },
        ],
      },
    });
    expect(
      await screen.findByText(/missions\/broken\/mission.yaml, line 12/),
    ).toBeInTheDocument();
    expect(screen.getByText(/action is missing/)).toBeInTheDocument();
  });

  it('counts the broken files, and folds a long list of their problems', async () => {
    const problems = ['a', 'b'].flatMap(name =>
      [1, 2].map(line => ({
        source: 'local',
        location: `${name}/mission.yaml`,
        line,
        code: 'MISSION_INVALID',
        message: `Line ${line} is wrong`,
        remedy: 'Mend it.',
        severity: 'error' as const,
      })),
    );
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => list(),
        listMissionProblems: async () => problems,
      },
    });
    expect(
      await screen.findByText('2 mission files have problems'),
    ).toBeInTheDocument();
    const fold = screen.getByText('Show all 4 problems').closest('details');
    expect(fold).not.toHaveAttribute('open');
    expect(fold).toHaveTextContent(
      'b/mission.yaml, line 2: Line 2 is wrong. Mend it.',
    );
  });

  it('shows warnings apart from errors, with rule, place and remedy', async () => {
    const warning = (line: number) => ({
      source: 'local',
      location: 'odd/mission.yaml',
      missionRef: 'local/odd',
      line,
      code: 'lint/hidden-characters',
      message: 'A title has a character that nobody sees',
      remedy: 'Type it again.',
      severity: 'warning' as const,
    });
    const { container } = renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => list(),
        listMissionProblems: async () => [
          warning(3),
          {
            ...warning(9),
            code: 'MISSION_INVALID',
            severity: 'error' as const,
          },
          warning(4),
        ],
      },
    });
    expect(
      await screen.findByText('One mission file has problems'),
    ).toBeInTheDocument();
    const fold = screen
      .getByText('2 warnings about mission files and sources')
      .closest('details');
    expect(fold).not.toHaveAttribute('open');
    expect(fold).toHaveTextContent(
      'local: odd/mission.yaml, line 4: A title has a character that nobody sees. Type it again. hidden-characters',
    );
    expect(fold).not.toHaveTextContent('line 9');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('tells two errors at one place of one file', async () => {
    const error = jest.spyOn(console, 'error').mockImplementation();
    const at12 = {
      source: 'local',
      location: 'missions/broken/mission.yaml',
      line: 12,
      column: 3,
      code: 'MISSION_INVALID_YAML',
      severity: 'error' as const,
    };
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => list(),
        listMissionProblems: async () => [
          { ...at12, message: 'A value is missing.' },
          { ...at12, message: 'A bracket is open.' },
        ],
      },
    });
    expect(await screen.findByText(/A value is missing/)).toBeInTheDocument();
    expect(screen.getByText(/A bracket is open/)).toBeInTheDocument();
    expect(error).not.toHaveBeenCalledWith(
      expect.stringContaining('same key'),
      expect.anything(),
      expect.anything(),
    );
    error.mockRestore();
  });

  it('says by its path where a problem without a line is', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => list(),
        listMissionProblems: async () => [
          {
            source: 'd',
            location: 'web/mission.yaml',
            code: 'MISSION_INVALID',
            severity: 'warning' as const,
            path: 'spec.checks[1].fixMission',
            message: 'It names a mission',
          },
        ],
      },
    });
    expect(
      await screen.findByText('d: web/mission.yaml, spec.checks[1].fixMission'),
    ).toBeInTheDocument();
  });

  it('shows an error with its code', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => {
          throw new MissionsApiError('The backend does not answer', {
            status: 0,
            code: 'UNREACHABLE',
          });
        },
      },
    });
    expect(
      await screen.findByText(/The backend does not answer/),
    ).toBeInTheDocument();
  });

  it('lets a chosen filter be taken back when the answer is an error', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      address: '/explorer?endorsed=true',
      api: {
        listMissions: async ({ endorsed }: { endorsed?: boolean } = {}) => {
          if (endorsed) {
            throw new MissionsApiError('no', { status: 500, code: 'INTERNAL' });
          }
          return list();
        },
      },
    });
    expect(await screen.findByText('INTERNAL')).toBeInTheDocument();
    await userEvent.click(screen.getByRole('checkbox', { name: 'Endorsed' }));
    expect(await screen.findByText('1 mission')).toBeInTheDocument();
  });

  it.each([
    [1, 1, '1 mission'],
    [2, 2, '2 missions'],
    [1, 7, '1 of 7 missions'],
  ])('counts %i cards of %i that fit: %s', async (shown, total, words) => {
    renderPage(<ExplorerPage />, {
      ...at,
      address: '/explorer?q=web',
      api: {
        listMissions: async () => ({
          ...list(
            Array.from({ length: shown }, (_, index) =>
              aMissionSummary({ ref: `a/${index}` }),
            ),
          ),
          total,
        }),
      },
    });
    expect(
      await screen.findByRole('heading', { name: words, level: 2 }),
    ).toBeInTheDocument();
  });

  it('walks over the cards by j and k', async () => {
    const items = ['One', 'Two'].map(title =>
      aMissionSummary({ title, ref: `a/${title}` }),
    );
    const { container } = renderPage(<ExplorerPage />, {
      ...at,
      api: { listMissions: async () => list(items) },
    });
    await screen.findByRole('link', { name: 'Two' });
    const current = () =>
      container.querySelector('[data-current]')?.getAttribute('data-row-id');
    await userEvent.keyboard('jj');
    await waitFor(() => expect(current()).toBe('a/Two'));
    await userEvent.keyboard('k');
    await waitFor(() => expect(current()).toBe('a/One'));
  });

  it('says what an error means for the clusters', async () => {
    renderPage(<ExplorerPage />, {
      ...at,
      api: {
        listMissions: async () => {
          throw new MissionsApiError('Database is gone', {
            status: 500,
            code: 'INTERNAL',
          });
        },
      },
    });
    expect(
      await screen.findByText(/What runs on the clusters goes on/),
    ).toBeInTheDocument();
    expect(screen.getByText('INTERNAL')).toBeInTheDocument();
    expect(screen.queryByRole('checkbox')).toBeNull();
    expect(screen.queryByText('Trust')).toBeNull();
    expect(screen.queryByRole('button', { name: /^Filters/ })).toBeNull();
    expect(screen.getByRole('button', { name: 'Copy' })).toBeInTheDocument();
  });
});
