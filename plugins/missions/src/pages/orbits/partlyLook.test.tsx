import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import type { Orbit } from '@mission-control/plugin-missions-common';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aCheckResult,
  anOrbit,
} from '@mission-control/plugin-missions-react/testUtils';
import { openOrbit } from '../../__testUtils__/openOrbit';
import { renderPage } from '../../__testUtils__/renderPage';
import { OrbitsPage } from './OrbitsPage';

/** Three checks on one cluster: one found High, one Low, one had no answer. */
const partly = (verdict: Partial<NonNullable<Orbit['verdict']>> = {}) =>
  anOrbit({
    outcome: 'partly',
    verdict: {
      findings: 2,
      new: 2,
      fixed: 0,
      regressed: 0,
      persisting: 0,
      assessed: 2,
      notAssessed: 1,
      worst: 'high',
      ...verdict,
    },
  });
const openList = (orbit: Orbit) =>
  renderPage(<OrbitsPage />, {
    path: '/orbits',
    address: '/orbits',
    api: { listOrbits: async () => [orbit] },
  });
const toneOf = (word: string) =>
  screen
    .getByText(word)
    .closest('[data-mc-tone]')
    ?.getAttribute('data-mc-tone');

describe('an orbit that looked at a part', () => {
  it('is headed by the worst that it found, and by what nobody could see', async () => {
    const { container } = openOrbit({ getOrbit: async () => partly() });
    expect(
      await screen.findByText('2 findings, worst: High'),
    ).toBeInTheDocument();
    expect(toneOf('2 findings, worst: High')).toBe('fail');
    expect(toneOf('1 not assessed')).toBe('unknown');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says so in the list, beside what is new', async () => {
    openList(partly({ findings: 1, new: 1, worst: 'low' }));
    const row = await screen.findByRole('row', { name: /Pods without limits/ });
    expect(row).toHaveTextContent('1 finding: Low');
    expect(row).toHaveTextContent('1 not assessed');
    expect(row).toHaveTextContent('+1 new');
  });

  it('is not clean where it found nothing', async () => {
    openOrbit({
      getOrbit: async () => partly({ findings: 0, new: 0, worst: 'none' }),
      listOrbitFindings: async () => ({ items: [], total: 0 }),
    });
    const findings = await screen.findByRole('region', { name: 'Findings' });
    expect(
      await within(findings).findByText('No finding, but 1 not assessed'),
    ).toBeInTheDocument();
    expect(toneOf('Nothing found')).toBe('unknown');
    expect(toneOf('1 not assessed')).toBe('unknown');
  });

  it('says nothing of a part when everything or nothing was seen', async () => {
    openList(
      anOrbit({
        outcome: 'did_not_look',
        verdict: { findings: 2, assessed: 0, notAssessed: 3, worst: 'high' },
      }),
    );
    expect(await screen.findByText('Nobody could look')).toBeInTheDocument();
    expect(screen.queryByText(/\d not assessed/)).toBeNull();
  });
});

describe('checks of a mission that is gone', () => {
  const gone = {
    getMission: () =>
      Promise.reject(
        new MissionsApiError('gone', {
          status: 404,
          code: 'MISSION_NOT_FOUND',
        }),
      ),
  };

  it('are named as the newest look that saw something keeps them', async () => {
    const listEvidence = jest.fn(async () => [
      aCheckResult({
        id: 'memory',
        title: 'Is memory limited?',
        phase: 'check',
      }),
      aCheckResult({ id: 'cpu', title: 'Of a preflight', phase: 'preflight' }),
    ]);
    openOrbit({ ...gone, listEvidence });
    const heat = await screen.findByRole('table', {
      name: 'Clusters and checks',
    });
    expect(
      await within(heat).findByRole('columnheader', {
        name: 'Is memory limited?',
      }),
    ).toBeInTheDocument();
    expect(
      within(heat).getByRole('columnheader', { name: 'cpu' }),
    ).toBeInTheDocument();
    expect(listEvidence).toHaveBeenCalledWith('orbit-run-19');
  });
});
