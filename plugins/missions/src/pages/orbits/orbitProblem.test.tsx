import { screen, within } from '@testing-library/react';
import {
  anOrbit,
  aRun,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { openOrbit } from '../../__testUtils__/openOrbit';
import { renderPage } from '../../__testUtils__/renderPage';
import { OrbitsPage } from './OrbitsPage';

const problem = {
  kind: 'cannot_look',
  message: "No source gives its mission 'a/b' any more",
  remedy: 'Put it back.',
} as const;
const stuck = anOrbit({ state: 'down', problem });

describe('an orbit that cannot look', () => {
  it('says why and what to do, and cannot be pressed', async () => {
    openOrbit({ getOrbit: async () => stuck });
    expect(
      await screen.findByText(`${problem.message}. ${problem.remedy}`),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Look now/ })).toBeDisabled();
    expect(screen.getByRole('button', { name: 'Pause' })).toBeEnabled();
    expect(screen.getByText('Cannot look')).toBeInTheDocument();
    expect(screen.queryByText('Did not look')).toBeNull();
  });

  it('is told in Ground Control', async () => {
    renderPage(<OrbitsPage />, {
      path: '/orbits',
      address: '/orbits',
      api: { listOrbits: async () => [stuck, anOrbit({ id: 'orbit-2' })] },
    });
    expect(
      await screen.findByRole('heading', {
        name: '1 of 2 orbits cannot look',
      }),
    ).toBeInTheDocument();
    expect(screen.getByText(problem.message)).toBeInTheDocument();
    const row = within(screen.getAllByRole('row')[1]);
    expect(row.getByText('Cannot look')).toBeInTheDocument();
    expect(row.queryByText('Did not look')).toBeNull();
  });

  it('is not the one that could, and did not', async () => {
    openOrbit({
      getOrbit: async () => anOrbit({ state: 'down', outcome: 'did_not_look' }),
    });
    expect(await screen.findByText('Did not look')).toBeInTheDocument();
    expect(screen.queryByText('Cannot look')).toBeNull();
  });
});

describe('an orbit that looked at another cluster', () => {
  const misled = anOrbit({
    state: 'up',
    problem: {
      kind: 'another_cluster',
      message: "Cluster 'eu' is not the one that it watches",
      remedy: 'Point its configuration to it.',
    },
  });

  it('says so, and can be asked to look', async () => {
    openOrbit({ getOrbit: async () => misled });
    expect(
      await screen.findByText('Another cluster answers'),
    ).toBeInTheDocument();
    expect(
      screen.getByText(`${misled.problem!.message}. ${misled.problem!.remedy}`),
    ).toBeVisible();
    expect(screen.getByRole('button', { name: /^Look now/ })).toBeEnabled();
  });

  it('says so too when that look assessed nothing, and can look again', async () => {
    openOrbit({ getOrbit: async () => ({ ...misled, state: 'down' }) });
    expect(
      await screen.findByText('Another cluster answers'),
    ).toBeInTheDocument();
    expect(screen.getByRole('button', { name: /^Look now/ })).toBeEnabled();
  });

  it('is told in Ground Control, and counts among those that look', async () => {
    renderPage(<OrbitsPage />, {
      path: '/orbits',
      address: '/orbits',
      api: { listOrbits: async () => [misled] },
    });
    expect(
      await screen.findByRole('heading', { name: '1 orbit, not late' }),
    ).toBeInTheDocument();
    expect(screen.getByText(misled.problem!.message)).toBeInTheDocument();
  });
});

describe('an orbit whose run is held up', () => {
  const heldUp = anOrbit({
    state: 'late',
    problem: {
      kind: 'held_up',
      message: "Cluster 'eu' cannot be looked at now: No answer",
      remedy: 'It is looked at again by itself.',
    },
    lastRun: aRun({
      id: 'run-7',
      state: 'blocked',
      targets: [{ id: 'eu', state: 'blocked' }],
    }),
  });

  it('says by what, links the run, and can still be asked to look', async () => {
    openOrbit({ getOrbit: async () => heldUp });
    expect(await screen.findByText('Its run is held up')).toBeInTheDocument();
    expect(screen.getByText(/'eu' cannot be looked at now/)).toBeVisible();
    expect(screen.getByRole('link', { name: 'Open the run' })).toHaveAttribute(
      'href',
      expect.stringMatching(/runs\/run-7$/),
    );
    expect(screen.getByRole('button', { name: /^Look now/ })).toBeEnabled();
  });

  it.each(['running', 'late', 'paused'] as const)(
    'says so of one that is %s, and links no run that ended',
    async state => {
      const lastRun = aRun({ id: 'run-6', state: 'succeeded' });
      openOrbit({ getOrbit: async () => ({ ...heldUp, state, lastRun }) });
      expect(await screen.findByText('Its run is held up')).toBeInTheDocument();
      expect(screen.queryByRole('link', { name: 'Open the run' })).toBeNull();
      expect(screen.getByRole('button', { name: /^Look now/ })).toBeEnabled();
    },
  );

  const undecided = anOrbit({
    ...heldUp,
    problem: {
      kind: 'held_up',
      message: 'Its run run-7 waits for a decision',
      remedy: 'Decide.',
    },
    lastRun: aRunSummary({
      state: 'running',
      targets: [
        { id: 'eu', state: 'needs_decision' },
        { id: 'us', state: 'running' },
      ],
    }),
  });

  it('says why it cannot be asked to look while its run waits for a decision', async () => {
    openOrbit({ getOrbit: async () => undecided });
    const look = await screen.findByRole('button', { name: /^Look now/ });
    expect(look).toBeDisabled();
    expect(
      screen.getByRole('group', { name: 'Its run waits for a decision' }),
    ).toContainElement(look);
    expect(screen.getByRole('button', { name: 'Pause' })).toBeEnabled();
  });

  it('can be asked to look where a look waits for its run', async () => {
    const schedule = { ...undecided.schedule, overlap: 'queue' as const };
    openOrbit({ getOrbit: async () => ({ ...undecided, schedule }) });
    expect(
      await screen.findByRole('button', { name: /^Look now/ }),
    ).toBeEnabled();
  });

  it('counts as late in Ground Control', async () => {
    renderPage(<OrbitsPage />, {
      path: '/orbits',
      address: '/orbits',
      api: { listOrbits: async () => [heldUp, anOrbit({ id: 'orbit-2' })] },
    });
    expect(
      await screen.findByRole('heading', { name: '1 of 2 orbits is late' }),
    ).toBeInTheDocument();
    expect(screen.getByText(heldUp.problem!.message)).toBeInTheDocument();
  });
});
