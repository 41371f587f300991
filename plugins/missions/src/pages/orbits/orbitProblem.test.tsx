import { screen } from '@testing-library/react';
import {
  anOrbit,
  aRun,
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
    lastRun: aRun({ id: 'run-7', state: 'blocked' }),
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
