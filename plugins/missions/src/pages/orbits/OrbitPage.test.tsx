import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { OrbitSlot } from '@mission-control/plugin-missions-common';
import {
  MissionsApiError,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import {
  aFinding,
  aMission,
  anOrbit,
  someFindings,
} from '@mission-control/plugin-missions-react/testUtils';
import { openOrbit } from '../../__testUtils__/openOrbit';
import { renderPage } from '../../__testUtils__/renderPage';
import { filterFindings, sortFindings } from './findings';
import { OrbitPage } from './OrbitPage';
import { OrbitsPage } from './OrbitsPage';
import { coverageOf, verdictTone } from './orbitWords';

describe('verdictTone', () => {
  const clean = { findings: 0, assessed: 10, notAssessed: 0 };

  it('is green only when somebody looked at everything', () => {
    expect(verdictTone(anOrbit({ verdict: clean }))).toBe('ok');
    expect(
      verdictTone(anOrbit({ verdict: { ...clean, notAssessed: 1 } })),
    ).toBe('unknown');
    expect(verdictTone(anOrbit({ verdict: clean, outcome: 'partly' }))).toBe(
      'unknown',
    );
    expect(
      verdictTone(anOrbit({ verdict: clean, outcome: 'did_not_look' })),
    ).toBe('unknown');
  });

  it('fails when something got worse', () => {
    expect(verdictTone(anOrbit())).toBe('fail');
  });
});

describe('coverageOf', () => {
  it('never rounds up to all', () => {
    expect(coverageOf({ findings: 0, assessed: 999, notAssessed: 1 })).toBe(99);
    expect(coverageOf({ findings: 0 })).toBeUndefined();
    expect(coverageOf(undefined)).toBeUndefined();
  });
});

describe('findings', () => {
  const { items } = someFindings();

  it('puts the worst first and what is fixed or unknown last', () => {
    const order = sortFindings(items, { column: 'severity', descending: true });
    expect(order.map(({ fingerprint }) => fingerprint)).toEqual([
      'finding-2',
      'finding-1',
      'finding-3',
      'finding-4',
      'finding-5',
    ]);
  });

  it('sorts those of one severity by cluster and object', () => {
    const of = (targetId: string, name: string) =>
      aFinding({
        fingerprint: `${targetId}/${name}`,
        targetId,
        object: { apiVersion: 'v1', kind: 'Pod', namespace: 'shop', name },
      });
    const order = (descending: boolean) =>
      sortFindings([of('b', 'x'), of('a', 'z'), of('b', 'w'), of('a', 'y')], {
        column: 'severity',
        descending,
      }).map(({ fingerprint }) => fingerprint);
    expect(order(true)).toEqual(['a/y', 'a/z', 'b/w', 'b/x']);
    expect(order(false)).toEqual(order(true));
  });

  it('finds words in object, cluster and owner', () => {
    const found = (q: string) => filterFindings(items, { q, status: '' });
    expect(found('prod-eu')).toHaveLength(1);
    expect(found('deployment/shop/cart')).toHaveLength(5);
    expect(found('nowhere')).toHaveLength(0);
  });
});

describe('OrbitPage', () => {
  it('shows verdict, coverage, what changed and every finding', async () => {
    const { container } = openOrbit();
    expect(
      await screen.findByRole('heading', { name: 'Pods without limits' }),
    ).toBeInTheDocument();
    expect(screen.getByText('2 worse')).toBeInTheDocument();
    expect(screen.getByText(/13 % not assessed/)).toBeInTheDocument();
    const table = await screen.findByRole('table', { name: 'Findings' });
    expect(within(table).getByText('Privileged container')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('speaks of one run as of one, and of UTC as people do', async () => {
    const orbit = anOrbit();
    openOrbit({
      getOrbit: async () =>
        anOrbit({
          recent: orbit.recent.slice(-1),
          schedule: { cadence: 'daily', timeZone: 'Etc/UTC' },
        }),
    });
    expect(
      await screen.findByRole('heading', { name: 'Last run' }),
    ).toBeInTheDocument();
    expect(screen.getByText('every day at 02:00, UTC')).toBeInTheDocument();
  });

  it('counts what became not assessed, so that all open findings add up', async () => {
    openOrbit({
      getOrbit: async () =>
        anOrbit({
          verdict: {
            findings: 5,
            new: 1,
            regressed: 1,
            persisting: 1,
            fixed: 1,
          },
        }),
      listOrbitFindings: async () => {
        const { items } = someFindings();
        const unseen = items.slice(-1).map(finding => ({
          ...finding,
          fingerprint: 'finding-6',
        }));
        return { items: [...items, ...unseen], total: 6 };
      },
    });
    const since = await screen.findByRole('region', {
      name: 'Since the run before',
    });
    await waitFor(() =>
      expect(
        within(since).getByText('no longer assessed').parentElement,
      ).toHaveTextContent(/^no longer assessed2$/),
    );
    expect(
      within(since).getByText('no longer assessed').parentElement,
    ).toHaveAttribute('data-mc-tone', 'unknown');
  });

  it('names in the heat map what a check asks, and one that is gone by its id', async () => {
    openOrbit({
      getMission: async () =>
        aMission({
          spec: {
            type: 'orbit',
            checks: [
              { id: 'memory', title: 'Is memory limited?', check: 'x:y' },
              { id: 'cpu', check: 'x:y' },
            ],
          },
        }),
    });
    const heat = await screen.findByRole('table', {
      name: 'Clusters and checks',
    });
    expect(
      within(heat)
        .getAllByRole('columnheader')
        .map(({ textContent }) => textContent),
    ).toEqual(['Is memory limited?', 'cpu', 'host']);
    expect(
      within(heat).getByTitle('prod-us, Is memory limited?: 2 findings'),
    ).toBeInTheDocument();
  });

  it('tells a finding of the watched cluster from those of the one that answers', async () => {
    const kept = aFinding({
      fingerprint: 'kept',
      status: 'not_assessed',
      elsewhere: true,
    });
    openOrbit({
      listOrbitFindings: async () => ({
        items: [aFinding({ status: 'new' }), kept],
        total: 2,
      }),
    });
    const table = await screen.findByRole('table', { name: 'Findings' });
    const told = within(table).getByText(
      'of the cluster that is watched; another one answers',
    );
    expect(told.closest('tr')).toHaveTextContent('kept');
  });

  it('opens a finding to what was asked and answered, and its fingerprint', async () => {
    openOrbit({
      listOrbitFindings: async () => ({ items: [aFinding()], total: 1 }),
    });
    await userEvent.click(await screen.findByText('Evidence'));
    const { evidence = [], fingerprint } = aFinding();
    expect(screen.getByText(evidence[0].asked)).toBeVisible();
    expect(screen.getByText(fingerprint)).toBeVisible();
  });

  it('shows evidence that came without its own time', async () => {
    const [first] = aFinding().evidence ?? [];
    const timeless = JSON.parse(JSON.stringify({ ...first, at: undefined }));
    openOrbit({
      listOrbitFindings: async () => ({
        items: [aFinding({ evidence: [timeless] })],
        total: 1,
      }),
    });
    await userEvent.click(await screen.findByText('Evidence'));
    expect(screen.getByText(first.asked)).toBeVisible();
  });

  it('pauses, and says when that was refused', async () => {
    const pauseOrbit = jest.fn(() =>
      Promise.reject(
        new MissionsApiError('Not yours', { status: 403, code: 'DENIED' }),
      ),
    );
    openOrbit({ pauseOrbit });
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(pauseOrbit).toHaveBeenCalledWith('orbit-1');
    expect(await screen.findByRole('alert')).toHaveTextContent('Not yours');
  });

  it('looks now', async () => {
    const runOrbit = jest.fn(() => new Promise<never>(() => {}));
    openOrbit({ runOrbit });
    await userEvent.click(
      await screen.findByRole('button', { name: 'Look now at 2 clusters' }),
    );
    expect(runOrbit).toHaveBeenCalledWith('orbit-1', expect.any(String));
  });

  it('sends the key of a look again until it is answered', async () => {
    const runOrbit = jest
      .fn<Promise<OrbitSlot>, [string, string]>()
      .mockRejectedValueOnce(new Error('Connection lost'))
      .mockResolvedValue({
        slotAt: new Date(),
        startsAt: new Date(),
        state: 'queued',
      });
    const getOrbit = jest.fn(async () => anOrbit());
    openOrbit({ runOrbit, getOrbit });
    const look = await screen.findByRole('button', { name: /^Look now/ });
    await userEvent.click(look);
    expect(await screen.findByRole('alert')).toBeVisible();
    const read = getOrbit.mock.calls.length;
    await userEvent.click(look);
    await waitFor(() => expect(getOrbit.mock.calls.length).toBe(read + 1));
    await userEvent.click(look);
    await waitFor(() => expect(runOrbit).toHaveBeenCalledTimes(3));
    const [first, again, next] = runOrbit.mock.calls.map(([, key]) => key);
    expect(again).toBe(first);
    expect(next).not.toBe(first);
  });

  it('offers the mission that repairs, with cluster and object filled in', async () => {
    openOrbit({
      listOrbitFindings: async () => ({ items: [aFinding()], total: 1 }),
    });
    const fix = await screen.findByRole('link', { name: 'Fix…' });
    const url = new URL(fix.getAttribute('href') ?? '', 'http://portal');
    expect(url.pathname).toMatch(/examples\/fix-image\/launch$/);
    expect(url.searchParams.get('target')).toBe('prod-us');
    expect(JSON.parse(url.searchParams.get('parameters') ?? '')).toEqual({
      namespace: 'shop',
      name: 'cart',
    });
  });

  it('keeps the chosen status', async () => {
    openOrbit({}, '?status=fixed');
    const table = await screen.findByRole('table', { name: 'Findings' });
    expect(within(table).getAllByRole('row')).toHaveLength(2);
    await userEvent.click(screen.getByRole('radio', { name: 'All' }));
    await waitFor(() =>
      expect(within(table).getAllByRole('row')).toHaveLength(6),
    );
  });
});

describe('the dashboard of a mission', () => {
  const asking = (dashboard: object, api: Partial<MissionsApi> = {}) => ({
    getMission: async () => aMission({ spec: { type: 'orbit', dashboard } }),
    listOrbitFindings: async () => ({
      items: [
        aFinding(),
        aFinding({
          fingerprint: 'finding-2',
          severity: 'critical',
          control: undefined,
          targetId: 'prod-eu',
          object: { apiVersion: 'v1', kind: 'Node', name: 'node-1' },
        }),
        aFinding({ fingerprint: 'finding-3', control: '5.2.1' }),
      ],
      total: 3,
    }),
    ...api,
  });
  const groups = async () => {
    await screen.findAllByRole('table', { name: /^Findings/ });
    return screen
      .queryAllByRole('heading', { level: 3 })
      .map(({ textContent }) => textContent);
  };

  it('says what is looked for below the name that the orbit has everywhere', async () => {
    const getMission = jest.fn(async () =>
      aMission({
        spec: {
          type: 'orbit',
          dashboard: { title: 'Who starves whom', description: 'Read this.' },
        },
      }),
    );
    openOrbit({ getMission });
    expect(
      await screen.findByRole('heading', {
        name: 'Who starves whom',
        level: 2,
      }),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('heading', { name: anOrbit().title, level: 1 }),
    ).toBeInTheDocument();
    expect(screen.getByText('Read this.')).toBeInTheDocument();
    expect(getMission).toHaveBeenCalledWith(anOrbit().missionRef);
    expect(await groups()).toEqual([]);
  });

  it.each([
    ['cluster', ['Production EU1 finding', 'Production US2 findings']],
    ['check', ['limits3 findings']],
    ['namespace', ['Whole cluster1 finding', 'shop2 findings']],
    [
      'control',
      [
        'limits (check; no control)1 finding',
        '5.2.21 finding',
        '5.2.11 finding',
      ],
    ],
  ])('groups findings by %s, the worst group first', async (by, expected) => {
    const { container } = openOrbit(asking({ groupBy: by }));
    expect(await groups()).toEqual(expected);
    expect(await axe(container)).toHaveNoViolations();
  });

  it('names a group by what its check asks', async () => {
    const check = { id: 'limits', title: 'Is memory limited?', check: 'x:y' };
    const { getMission: _, ...api } = asking({});
    const of = async (groupBy: string) => {
      openOrbit({
        ...api,
        getMission: async () =>
          aMission({
            spec: { type: 'orbit', dashboard: { groupBy }, checks: [check] },
          }),
      });
      const found = await groups();
      cleanup();
      return found;
    };
    expect(await of('check')).toEqual(['Is memory limited?3 findings']);
    expect(await of('control')).toContain(
      'Is memory limited? (check; no control)1 finding',
    );
  });

  it('gives way to what the address says and somebody chooses', async () => {
    openOrbit(asking({ groupBy: 'check' }), '?group=cluster');
    expect(await groups()).toHaveLength(2);
    await userEvent.click(
      screen.getByRole('button', { name: /How findings are grouped/ }),
    );
    await userEvent.click(screen.getByRole('option', { name: 'One list' }));
    expect(await groups()).toEqual([]);
    expect(screen.getByRole('table', { name: 'Findings' })).toBeInTheDocument();
  });

  it('is not missed when the mission is gone', async () => {
    const gone = new MissionsApiError('gone', {
      status: 404,
      code: 'MISSION_NOT_FOUND',
    });
    openOrbit({ getMission: () => Promise.reject(gone) });
    expect(
      await screen.findByRole('heading', { name: anOrbit().title, level: 1 }),
    ).toBeInTheDocument();
    expect(await groups()).toEqual([]);
  });
});

describe('OrbitsPage', () => {
  const at = { path: '/orbits', address: '/orbits' };

  it('says how many are late and keeps outcome and verdict apart', async () => {
    const { container } = renderPage(<OrbitsPage />, at);
    expect(
      await screen.findByRole('heading', { name: '1 of 3 orbits is late' }),
    ).toBeInTheDocument();
    expect(screen.getByText('Late')).toBeInTheDocument();
    expect(
      screen.getByText('5 findings, +3 new, −5 fixed, checked'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 looked only in part')).toBeInTheDocument();
    expect(screen.getByText('Nothing found')).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('sums up what all found and what nobody looked at', async () => {
    renderPage(<OrbitsPage />, at);
    expect(await screen.findByText('2 worse than before')).toBeInTheDocument();
    expect(
      screen.getByText('5 findings, all orbits together'),
    ).toBeInTheDocument();
    expect(screen.getByText('1 did not look')).toBeInTheDocument();
  });

  it.each([
    [403, 'You may not see this'],
    [500, 'Orbits run on their schedule without this page.'],
  ])('says what it means when the answer is %s', async (status, text) => {
    const refused = new MissionsApiError('no', { status, code: 'X' });
    renderPage(<OrbitsPage />, {
      ...at,
      api: { listOrbits: () => Promise.reject(refused) },
    });
    expect(await screen.findByText(text)).toBeInTheDocument();
  });

  it('teaches what an orbit is', async () => {
    renderPage(<OrbitsPage />, { ...at, api: { listOrbits: async () => [] } });
    expect(await screen.findByText('No orbit is enabled')).toBeInTheDocument();
  });
});

describe('an orbit that looked once', () => {
  const [, , latest] = anOrbit().recent.slice(-3);
  const first = anOrbit({
    verdict: {
      findings: 7,
      new: 7,
      assessed: 9,
      notAssessed: 0,
      worst: 'high',
    },
    recent: [latest],
  });

  it('has nothing before to compare with, and says so', async () => {
    openOrbit({ getOrbit: async () => first });
    expect(
      await screen.findByRole('region', { name: 'First look' }),
    ).toHaveTextContent('There is no run before, so every finding is new.');
    expect(screen.queryByText('Since the run before')).toBeNull();
    expect(screen.queryByText('+7')).toBeNull();
  });

  it('says so in the list', async () => {
    renderPage(<OrbitsPage />, {
      path: '/orbits',
      address: '/orbits',
      api: { listOrbits: async () => [first] },
    });
    const row = await screen.findByRole('row', { name: /Pods without limits/ });
    expect(row).toHaveTextContent('First look');
    expect(row).not.toHaveTextContent('+7 new');
  });
});

describe('an orbit that never looked', () => {
  const fresh = anOrbit({
    state: 'new',
    verdict: undefined,
    outcome: undefined,
    lastRunAt: undefined,
    lastRun: undefined,
    recent: [],
  });
  const empty = { listOrbitFindings: async () => ({ items: [], total: 0 }) };

  it('says that nobody looked, not that nothing was found', async () => {
    openOrbit({ getOrbit: async () => fresh, ...empty });
    expect(await screen.findAllByText('Not looked yet')).toHaveLength(2);
    expect(screen.getByText('Last runs')).toBeInTheDocument();
    expect(screen.queryByText('No finding')).toBeNull();
    expect(screen.queryByText(/Last 0/)).toBeNull();
  });
});

describe('an orbit whose runs and clusters may not be read', () => {
  const hidden = anOrbit({
    targets: [],
    verdict: undefined,
    outcome: undefined,
    lastRunAt: undefined,
    lastRun: undefined,
    recent: [],
  });

  it('is not said never to have looked', async () => {
    openOrbit({
      getOrbit: async () => hidden,
      listOrbitFindings: async () => ({ items: [], total: 0 }),
    });
    expect(
      await screen.findByText('There is no run that you may read.'),
    ).toBeInTheDocument();
    expect(screen.getByText('No verdict')).toBeInTheDocument();
    expect(
      screen.getByText('No findings that you may read'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: 'Look now' })).toBeEnabled();
    expect(screen.queryByText(/not looked/i)).toBeNull();
  });

  it('has not looked yet while its first run goes on', async () => {
    openOrbit({
      getOrbit: async () => ({
        ...anOrbit(),
        state: 'late',
        verdict: undefined,
        outcome: undefined,
        recent: [],
      }),
      listOrbitFindings: async () => ({ items: [], total: 0 }),
    });
    expect(await screen.findAllByText('Not looked yet')).toHaveLength(2);
    expect(screen.queryByText('No findings that you may read')).toBeNull();
  });

  it('is not said to be clean when it looked at hidden clusters', async () => {
    openOrbit({
      getOrbit: async () => ({ ...anOrbit(), targets: [], verdict: undefined }),
      listOrbitFindings: async () => ({ items: [], total: 0 }),
    });
    expect(
      await screen.findByText('No findings that you may read'),
    ).toBeInTheDocument();
    expect(screen.queryByText('No finding')).toBeNull();
  });

  it('is no clean one in the list', async () => {
    renderPage(<OrbitsPage />, {
      path: '/orbits',
      address: '/orbits',
      api: { listOrbits: async () => [hidden] },
    });
    const row = await screen.findByRole('row', { name: /Pods without limits/ });
    expect(row).toHaveTextContent('No verdict');
    expect(row).not.toHaveTextContent('never');
    expect(row).not.toHaveTextContent(', ,');
  });
});

describe('whoever may not change an orbit', () => {
  it('is offered no look, no pause and no end', async () => {
    renderPage(<OrbitPage />, {
      path: '/orbits/:orbitId',
      address: '/orbits/orbit-1',
      denied: ['missions.orbit.update'],
    });
    expect(
      await screen.findByText(/missions\.orbit\.update is missing/),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /Look now/ })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Pause' })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Disable…' })).toBeDisabled();
  });
});
