import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
  type RunQuery,
} from '@mission-control/plugin-missions-react';
import {
  aFinishedRun,
  ago,
  aMissionSummary,
  aRunSummary,
  aStartedRun,
  aSummary,
  anUpcomingSlot,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunsPage } from './RunsPage';

const open = (api: Partial<MissionsApi> = {}, query = '') =>
  renderPage(<RunsPage />, { path: '/runs', address: `/runs${query}`, api });
const none = async () => ({ items: [], total: 0, facets: [] });
const nothingPlanned = async () => ({
  items: [],
  at: new Date(),
  until: new Date(),
  truncated: false,
});

describe('RunsPage', () => {
  it('puts what waits for me first, with its action in the row', async () => {
    const { container } = open();
    expect(
      await screen.findByRole('heading', { name: '2 missions wait for you' }),
    ).toBeInTheDocument();
    const waiting = screen.getByRole('table', { name: 'Waiting for me' });
    expect(
      within(waiting).getByRole('link', { name: 'Decide…' }),
    ).toHaveAttribute('href', expect.stringContaining('/runs/1482c7a0'));
    expect(
      within(waiting).getByRole('link', { name: 'Show the plan…' }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  }, 30_000);

  it.each([
    [
      'the answer is on its way',
      () => new Promise<never>(() => {}),
      'What waits for you is on its way',
    ],
    [
      'there is no answer',
      async () => {
        throw new MissionsApiError('gone', { status: 503, code: 'X' });
      },
      'What waits for you is not known',
    ],
  ])('does not say that nothing waits while %s', async (_, listRuns, name) => {
    open({ listRuns });
    expect(await screen.findByRole('heading', { name })).toBeInTheDocument();
    expect(screen.queryByText('Nothing waits for you')).toBeNull();
  });

  it('says that nothing waits of all that waits only, not of what fits a filter', async () => {
    open({ listRuns: none }, '?q=web');
    expect(
      await screen.findByRole('heading', {
        name: 'Nothing that fits the filters waits for you',
      }),
    ).toBeInTheDocument();
  });

  it('says of what waits for an approval that it is paused, to whoever may give it or not', async () => {
    const held = aRunSummary({
      state: 'awaiting_approval',
      pauseRequested: true,
    });
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items: {
          waiting: [{ ...held, waitingForMe: ['approval' as const] }],
          active: [{ ...held, id: 'other', waitingForMe: [] }],
          completed: [],
        }[group ?? 'completed'],
      }),
    });
    for (const name of ['Waiting for me', 'Active']) {
      const table = await screen.findByRole('table', { name });
      expect(table).toHaveTextContent('Paused, waits for approval');
    }
  });

  it('says of a gate that its run is paused', async () => {
    const run = aRunSummary({
      state: 'paused',
      pauseRequested: true,
      waitingForMe: ['gate'],
    });
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items: group === 'waiting' ? [run] : [],
      }),
    });
    expect(
      await screen.findByRole('table', { name: 'Waiting for me' }),
    ).toHaveTextContent('Paused, waits for approval');
  });

  it('says of a sequence whose mission waits that it waits, and on which clusters, whatever is filtered', async () => {
    const sequence = aRunSummary({
      id: 'sequence',
      type: 'sequence',
      title: 'Roll it out',
      state: 'running',
      targets: [{ id: '-', state: 'running' }],
      startedRuns: [
        aStartedRun({
          parentRunId: 'sequence',
          state: 'awaiting_approval',
          targets: [
            { id: 'dev', state: 'awaiting_approval' },
            { id: 'staging', state: 'awaiting_approval' },
          ],
        }),
      ],
    });
    open(
      {
        listRuns: async ({ group } = {}) => ({
          ...(await none()),
          items: group === 'active' ? [sequence] : [],
        }),
      },
      '?type=sequence',
    );
    const table = await screen.findByRole('table', { name: 'Active' });
    expect(
      await within(table).findByText('Waits for a person'),
    ).toBeInTheDocument();
    expect(table).toHaveTextContent('0 of 2 verified');
    expect(
      within(table).getByRole('img', {
        name: 'dev: Waits for approval, staging: Waits for approval',
      }),
    ).toBeInTheDocument();
  });

  const sequence = (change: Partial<RunSummary>) => {
    const id = change.id ?? 'roll-out';
    const state = change.state ?? 'succeeded';
    const targets = ['dev', 'staging'].map(name => ({ id: name, state }));
    const started = { parentRunId: id, state: 'succeeded' as const };
    return aRunSummary({
      id,
      type: 'sequence',
      state,
      targets: [{ id: '-', state }],
      waitingForMe: [],
      reason: undefined,
      summary: aSummary({ create: 0, change: 2, deferred: 0, irreversible: 0 }),
      startedRuns: [
        aStartedRun({ ...started, id: `${id} 1`, targets }),
        aStartedRun({ ...started, id: `${id} 2`, targets: [targets[0]] }),
      ],
      ...change,
    });
  };

  it.each<[Partial<RunSummary>, string, string]>([
    [{ waitingForMe: ['approval'] }, 'Waiting for me', 'Approve the sequence'],
    [
      { waitingForMe: ['decision'], undoOf: 'run-0' },
      'Waiting for me',
      'Decide about the undo of the sequence',
    ],
    [{}, 'Completed', 'started 2 missions on 2 clusters'],
    [{ undoOf: 'run-0' }, 'Completed', 'took back 2 missions on 2 clusters'],
    [{ state: 'planned' }, 'Plans', 'would start 2 missions'],
    [
      { state: 'planned', undoOf: 'run-0' },
      'Plans',
      'would take back 2 missions',
    ],
  ])(
    'speaks of a sequence %j in %s of its missions, of no change',
    async (change, name, words) => {
      const run = sequence(change);
      const shownIn = (group?: string, state?: readonly string[]) => {
        if (group !== 'completed') {
          return group === 'waiting' && name === 'Waiting for me';
        }
        return name === (state?.includes('succeeded') ? 'Completed' : 'Plans');
      };
      open({
        listRuns: async ({ group, state } = {}) => ({
          ...(await none()),
          total: Number(shownIn(group, state)),
          items: shownIn(group, state) ? [run] : [],
        }),
      });
      const table = await screen.findByRole('table', { name });
      expect(await within(table).findByText(words)).toBeInTheDocument();
      expect(table).not.toHaveTextContent(/changes|failed cluster/);
    },
  );

  it('counts no cluster as verified of which it does not know what an undo left', async () => {
    const targets = ['dev', 'staging'].map(id => ({
      id,
      state: 'succeeded' as const,
    }));
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items:
          group === 'completed'
            ? [aFinishedRun({ undoOf: 'first', keptCount: 1, targets })]
            : [],
      }),
    });
    const table = await screen.findByRole('table', { name: 'Completed' });
    expect(table).toHaveTextContent('2 clusters');
    expect(table).not.toHaveTextContent('verified');
  });

  it('puts what ended last first, sorts by a column, and says what is left out', async () => {
    const run = (id: string, title: string, minutes: number) =>
      aFinishedRun({ id, title, finishedAt: ago(minutes * 60) });
    const items = [run('a', 'Alpha', 30), run('b', 'Beta', 5)];
    open({
      listRuns: async ({ group } = {}) =>
        group === 'completed'
          ? { items, total: 57, facets: [], nextCursor: 'a' }
          : none(),
    });
    const table = await screen.findByRole('table', { name: 'Completed' });
    const titles = () =>
      within(table)
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent?.slice(0, 4));
    expect(titles()).toEqual(['Beta', 'Alph']);
    await userEvent.click(
      within(table).getByRole('button', { name: /Mission/ }),
    );
    expect(titles()).toEqual(['Alph', 'Beta']);
    expect(
      screen.getAllByText(
        '2 of 57, those started last; only they are sorted',
      )[0],
    ).toBeInTheDocument();
  });

  it('says since when something waits, not when it was started', async () => {
    const since = ago(60);
    const waiting = aRunSummary({
      createdAt: ago(86_400),
      waitingSince: since,
    });
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items: group === 'waiting' ? [waiting] : [],
      }),
    });
    const table = await screen.findByRole('table', { name: 'Waiting for me' });
    const times = [...table.querySelectorAll('time')];
    expect(times.map(({ dateTime }) => dateTime)).toEqual([
      since.toISOString(),
    ]);
    expect(
      within(table).getByRole('columnheader', { name: /Waits since/ }),
    ).toBeInTheDocument();
  });

  it('keeps in the address how each table is sorted, beside its filters', async () => {
    const run = (id: string, title: string) => aFinishedRun({ id, title });
    const items = [run('a', 'Alpha'), run('b', 'Beta')];
    open(
      {
        listRuns: async ({ group, state } = {}) => ({
          ...(await none()),
          items:
            group === 'completed' && !state?.includes('planned') ? items : [],
        }),
      },
      '?sort.completed=-mission',
    );
    const titles = () =>
      within(screen.getByRole('table', { name: 'Completed' }))
        .getAllByRole('rowheader')
        .map(({ textContent }) => textContent?.slice(0, 4));
    await screen.findByRole('table', { name: 'Completed' });
    expect(titles()).toEqual(['Beta', 'Alph']);
    await userEvent.type(screen.getByRole('searchbox'), 'a');
    expect(titles()).toEqual(['Beta', 'Alph']);
    await userEvent.click(screen.getByRole('button', { name: /^Mission/ }));
    expect(titles()).toEqual(['Alph', 'Beta']);
    expect(screen.getByRole('searchbox')).toHaveValue('a');
  });

  it.each([
    [['needs_decision', 'succeeded'], 'Decide about a failed cluster'],
    [
      ['needs_decision', 'needs_decision', 'failed'],
      'Decide about 2 failed clusters',
    ],
  ] as const)('says of clusters that %j: %s', async (states, words) => {
    const waiting = aRunSummary({
      state: 'needs_decision',
      waitingForMe: ['decision'],
      targets: states.map((state, at) => ({ id: `c${at}`, state })),
    });
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items: group === 'waiting' ? [waiting] : [],
      }),
    });
    expect(await screen.findByText(words)).toBeInTheDocument();
  });

  it('keeps a long reason short, with all of it on hover', async () => {
    const outcome = 'The rollout did not come up. '.repeat(20).trim();
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items:
          group === 'completed'
            ? [aFinishedRun({ state: 'failed', outcome })]
            : [],
      }),
    });
    const text = await screen.findByTitle(outcome);
    expect(text).toHaveClass('short');
    const row = text.closest('tr')!;
    for (const title of ['Clusters', 'Started by', 'Feedback', 'Ended']) {
      const cell = row.querySelector(`[data-label="${title}"]`);
      expect(cell).not.toHaveAttribute('data-wide-only');
    }
  });

  it('never says that nothing is left where a check was not answered', async () => {
    const unused = aMissionSummary({ runs: { total: 0, succeeded: 0 } });
    open({
      listOrbits: async () => [],
      listRuns: none,
      listMissions: async () => ({ items: [unused], total: 1, facets: [] }),
      listUpcomingSlots: async () => ({
        ...(await nothingPlanned()),
        items: [anUpcomingSlot()],
      }),
      checkFitness: async () => {
        throw new MissionsApiError('no', { status: 500, code: 'X' });
      },
    });
    expect(
      await screen.findByText(/was not answered for all of them/),
    ).toBeInTheDocument();
    expect(screen.queryByText(/what fits has been used/)).toBeNull();
  });

  it('asks no cluster for whoever may not use one, and says so', async () => {
    const checkFitness = jest.fn(async () => []);
    renderPage(<RunsPage />, {
      path: '/runs',
      address: '/runs?q=web',
      denied: ['missions.cluster.use'],
      api: { listOrbits: async () => [], listRuns: none, checkFitness },
    });
    expect(
      await screen.findByText(/you may not use a cluster/),
    ).toBeInTheDocument();
    expect(checkFitness).not.toHaveBeenCalled();
  });

  it('says of a run that was taken back that it was, not that it is proved', async () => {
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items:
          group === 'completed' ? [aFinishedRun({ undoneBy: 'undo-1' })] : [],
      }),
    });
    const mark = await screen.findByText('Taken back');
    expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'idle',
    );
  });

  it('calls an undo that left something verified on no cluster', async () => {
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items:
          group === 'completed'
            ? [aFinishedRun({ undoOf: 'first', keptCount: 2 })]
            : [],
      }),
    });
    const dots = await screen.findByRole('img', {
      name: 'prod-us: Taken back, except 2 objects',
    });
    expect(dots.closest('td')).toHaveTextContent('0 of 1 verified');
  });

  it('shows outcome and tone of what ended', async () => {
    open();
    const ended = await screen.findByRole('table', { name: 'Completed' });
    expect(within(ended).getByText('Inconclusive')).toBeInTheDocument();
    expect(within(ended).getByText('Verified')).toBeInTheDocument();
  });

  it('shows what an orbit found, never that it is verified', async () => {
    open({
      listRuns: async ({ group } = {}) => ({
        ...(await none()),
        items:
          group === 'completed'
            ? [
                aFinishedRun({
                  type: 'orbit',
                  verdict: { findings: 7, assessed: 9, notAssessed: 0 },
                }),
              ]
            : [],
      }),
    });
    const ended = await screen.findByRole('table', { name: 'Completed' });
    expect(
      within(ended).getByText('7 findings').closest('[data-mc-tone]'),
    ).toHaveAttribute('data-mc-tone', 'warn');
    expect(
      within(ended).getByText('looked at one cluster'),
    ).toBeInTheDocument();
    expect(within(ended).queryByText(/erified/)).toBeNull();
    expect(within(ended).queryByRole('img')).toBeNull();
  });

  it('gives thumbs, and takes them back', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    open({ giveFeedback });
    const up = { name: /It did what I wanted: Wrong image tag/ };
    await userEvent.click(await screen.findByRole('button', up));
    expect(giveFeedback).toHaveBeenCalledWith('run-done', { value: 'up' });
    await userEvent.click(
      screen.getByRole('button', {
        name: /It did what I wanted: Extend a full volume/,
      }),
    );
    expect(giveFeedback).toHaveBeenLastCalledWith('run-unknown', {
      value: 'none',
    });
  });

  it('asks for the filters of the address, the outcome only of what ended', async () => {
    const listRuns = jest.fn(none);
    open({ listRuns }, '?q=web&type=fix&state=failed&mission=a%2Fb');
    await waitFor(() => expect(listRuns).toHaveBeenCalledTimes(4));
    const common = { q: 'web', type: ['fix'], mission: 'a/b' };
    expect(listRuns).toHaveBeenCalledWith({
      ...common,
      group: 'waiting',
      limit: 100,
    });
    expect(listRuns).toHaveBeenCalledWith({
      ...common,
      group: 'completed',
      limit: 20,
      state: ['failed'],
    });
    expect(await screen.findAllByText(/No run fits/)).toHaveLength(4);
  });

  it('keeps runs that only planned apart, without feedback', async () => {
    const plan = aRunSummary({
      id: 'run-plan',
      state: 'planned',
      planOnly: true,
      summary: aSummary({ create: 1, change: 0, deferred: 0 }),
    });
    const listRuns = jest.fn(async ({ state = [] }: RunQuery = {}) =>
      state.includes('planned')
        ? { items: [plan], total: 1, facets: [] }
        : { items: [], total: 0, facets: [] },
    );
    open({ listRuns });
    const plans = await screen.findByRole('table', { name: 'Plans' });
    expect(plans).toHaveTextContent('Plan only');
    expect(plans).toHaveTextContent('would make 1 change');
    expect(screen.queryByRole('button', { name: /what I wanted/ })).toBeNull();
    expect(listRuns).toHaveBeenCalledWith({
      group: 'completed',
      limit: 20,
      state: ['succeeded', 'failed', 'inconclusive', 'cancelled'],
    });
  });

  it('shows plans among what ended to whoever filters by them', async () => {
    const plan = aRunSummary({ state: 'planned', planOnly: true });
    open(
      { listRuns: async () => ({ items: [plan], total: 1, facets: [] }) },
      '?state=planned',
    );
    const ended = await screen.findByRole('table', { name: 'Completed' });
    expect(ended).toHaveTextContent('Plan only');
    expect(screen.queryByRole('table', { name: 'Plans' })).toBeNull();
    expect(screen.queryByRole('button', { name: /what I wanted/ })).toBeNull();
  });

  it('searches by / and keeps the words in the request', async () => {
    const listRuns = jest.fn(none);
    open({ listRuns, listUpcomingSlots: nothingPlanned });
    await screen.findByText('No mission has been started yet');
    await userEvent.keyboard('/');
    await userEvent.keyboard('x');
    await waitFor(() =>
      expect(listRuns).toHaveBeenCalledWith(
        expect.objectContaining({ q: 'x' }),
      ),
    );
  });

  it('walks over the rows of all groups by j', async () => {
    const { container } = open();
    // Each group is asked for by itself.
    for (const name of ['Waiting for me', 'Active', 'Completed']) {
      await screen.findByRole('table', { name });
    }
    await userEvent.keyboard('jj');
    await waitFor(() =>
      expect(
        container.querySelector('[data-current]')?.getAttribute('data-row-id'),
      ).toBe('run-waiting-2'),
    );
  });

  it('teaches when nothing was ever started', async () => {
    open({ listRuns: none, listUpcomingSlots: nothingPlanned });
    expect(
      await screen.findByRole('link', { name: 'Find a mission' }),
    ).toBeInTheDocument();
  });

  it('says that a permission is missing', async () => {
    open({
      listRuns: async () => {
        throw new MissionsApiError('no', { status: 403, code: 'NOT_ALLOWED' });
      },
    });
    expect(await screen.findAllByText('You may not see this')).toHaveLength(3);
  });

  it('shows what starts by itself, late ones named, for whom and where', async () => {
    open();
    const scheduled = await screen.findByRole('table', { name: 'Scheduled' });
    const rows = within(scheduled).getAllByRole('row').slice(1);
    expect(rows[0]).toHaveTextContent('Certificates end soon');
    expect(rows[0]).toHaveTextContent('late, starts as soon as it can');
    expect(rows[1]).toHaveTextContent('waits for the run before');
    expect(
      within(rows[1]).getByRole('link', { name: 'the run before' }),
    ).toHaveAttribute('href', expect.stringContaining('/runs/run-active'));
    expect(rows[2]).toHaveTextContent(/in 1[34] h/);
    expect(rows[2]).toHaveTextContent('omar');
  });

  it.each([
    ['', 'more than 9'],
    ['?cluster=edge-1', 'at least 9'],
  ])(
    'claims no number of slots that it does not know: %s',
    async (query, of) => {
      const slot = anUpcomingSlot({ clusters: ['edge-1'] });
      open(
        {
          listUpcomingSlots: async () => ({
            items: Array.from({ length: 9 }, (_, index) => ({
              ...slot,
              orbitId: `orbit-${index}`,
            })),
            at: new Date(),
            until: new Date(),
            truncated: true,
          }),
        },
        query,
      );
      expect(await screen.findByText(`8 of ${of}`)).toBeInTheDocument();
      expect(screen.getByText(of)).toBeInTheDocument();
      expect(
        screen.getByText('more than 9 in the next 24 h'),
      ).toBeInTheDocument();
    },
  );

  it('filters what is scheduled as everything else', async () => {
    open({}, '?cluster=edge-1');
    const scheduled = await screen.findByRole('table', { name: 'Scheduled' });
    expect(within(scheduled).getAllByRole('row')).toHaveLength(2);
    expect(within(scheduled).getByText('Unused volumes')).toBeInTheDocument();
  });

  it('suggests with a reason that the API gave, and nothing else', async () => {
    const checkFitness = jest.fn(async () => [
      {
        cluster: { name: 'prod-us' },
        verdict: 'fit' as const,
        checks: [],
        checkedAt: new Date(),
      },
      { cluster: { name: 'prod-eu' }, verdict: 'unknown' as const, checks: [] },
    ]);
    open({
      checkFitness,
      listMissions: async () => ({
        items: [
          aMissionSummary({ title: 'Used', ref: 'a/used' }),
          aMissionSummary({
            title: 'Kyverno',
            ref: 'a/kyverno',
            runs: { total: 0, succeeded: 0 },
          }),
        ],
        total: 2,
        facets: [],
      }),
    });
    const panel = await screen.findByRole('region', { name: 'Suggested' });
    expect(
      await within(panel).findByText('never run here; fits on prod-us'),
    ).toBeInTheDocument();
    expect(checkFitness).toHaveBeenCalledTimes(1);
    expect(checkFitness).toHaveBeenCalledWith({
      missionRef: 'a/kyverno',
      targets: [{ cluster: 'prod-eu' }, { cluster: 'prod-us' }],
    });
    const late = within(panel).getByRole('link', {
      name: 'Certificates end soon',
    });
    expect(late.closest('li')).toHaveTextContent('has not looked on time');
  });

  it('asks about the latest run of the person who looks', async () => {
    const giveFeedback = jest.fn(async () => aFinishedRun());
    open({ giveFeedback });
    const panel = await screen.findByRole('region', {
      name: 'How did it go?',
    });
    expect(panel).toHaveTextContent('Wrong image tag');
    await userEvent.click(
      within(panel).getByRole('button', { name: 'As I wanted' }),
    );
    expect(giveFeedback).toHaveBeenCalledWith('run-done', { value: 'up' });
  });

  it('offers a choice where an undo met what others changed', async () => {
    open({
      listRuns: async query =>
        query?.group === 'waiting'
          ? {
              items: [
                aRunSummary({
                  undoOf: 'first',
                  waitingForMe: ['blocked'],
                  summary: { ...aSummary(), conflict: 2 },
                }),
              ],
              total: 1,
              facets: [],
            }
          : none(),
    });
    expect(
      await screen.findByText('Choose about what changed since'),
    ).toBeInTheDocument();
    expect(screen.getByRole('link', { name: 'Choose…' })).toHaveAttribute(
      'href',
      expect.stringContaining('/runs/'),
    );
  });

  it('says what an error means for the clusters', async () => {
    open({
      listRuns: async () => {
        throw new MissionsApiError('Database is gone', {
          status: 500,
          code: 'INTERNAL',
        });
      },
    });
    expect(await screen.findAllByText('Database is gone')).toHaveLength(3);
    expect(screen.getAllByText(/The runs themselves go on/)).toHaveLength(3);
  });
});
