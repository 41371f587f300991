import { cleanup, screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import type {
  CheckResult,
  Run,
  Verdict,
} from '@mission-control/plugin-missions-common';
import {
  aCheckResult,
  aFinishedRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage of an orbit', () => {
  const anOrbitRun = (verdict: Verdict, change: Partial<Run> = {}) =>
    aFinishedRun({
      type: 'orbit',
      orbitId: 'orbit-1',
      outcome: 'prod-us succeeded',
      allowed: [],
      verdict,
      ...change,
    });
  const look = (status: CheckResult['status'] = 'fail') =>
    aCheckResult({
      id: 'look-1',
      title: 'Do all containers have limits?',
      message: '7 containers without limits',
      phase: 'check',
      targetId: 'prod-us',
      stepId: undefined,
      status,
    });

  it('says what it found first, with evidence and findings, and nothing of it is green', async () => {
    const { container } = openRun({
      getRun: async () =>
        anOrbitRun({ findings: 7, new: 2, assessed: 9, notAssessed: 0 }),
      listEvidence: async () => [look()],
    });
    expect(
      await screen.findByText('Looked at prod-us: 7 findings, 2 new.'),
    ).toBeInTheDocument();
    expect(
      screen.getByText('7 findings').closest('[data-mc-tone]'),
    ).toHaveAttribute('data-mc-tone', 'warn');
    expect(
      await screen.findByText('7 containers without limits'),
    ).toBeInTheDocument();
    const findings = await screen.findByRole('table', { name: 'Findings' });
    expect(
      within(findings).getByText('Container without a memory limit'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('link', { name: 'All looks of this orbit' }),
    ).toHaveAttribute('href', '/missions/orbits/orbit-1');
    expect(screen.queryByText('Verified')).toBeNull();
    const steps = screen.getByRole('list', { name: 'Steps of prod-us' });
    expect(
      within(steps).getByRole('button', { name: /looked at, With findings/ }),
    ).toHaveAttribute('data-mc-tone', 'warn');
    expect(await axe(container)).toHaveNoViolations();
  });

  it('says of a look that failed that it assessed nothing, and where findings are', async () => {
    openRun({
      getRun: async () =>
        anOrbitRun(
          { findings: 3, assessed: 0, notAssessed: 9 },
          { state: 'failed' },
        ),
      listEvidence: async () => [],
    });
    const panel = await screen.findByRole('region', { name: 'Findings' });
    expect(panel).toHaveTextContent('This look assessed nothing');
    expect(
      within(panel).getByRole('link', { name: 'Findings of this orbit' }),
    ).toHaveAttribute('href', '/missions/orbits/orbit-1');
    expect(within(panel).queryByRole('table')).toBeNull();
  });

  it('shows what a look found before it failed elsewhere', async () => {
    openRun({
      getRun: async () =>
        anOrbitRun(
          { findings: 3, assessed: 4, notAssessed: 5 },
          { state: 'failed' },
        ),
      listEvidence: async () => [look()],
    });
    const findings = await screen.findByRole('table', { name: 'Findings' });
    expect(
      within(findings).getByText('Container without a memory limit'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/assessed nothing/)).toBeNull();
  });

  it('shows no findings of a look that goes on', async () => {
    openRun({
      getRun: async () =>
        anOrbitRun({ findings: 0, assessed: 0 }, { state: 'running' }),
      listEvidence: async () => [],
    });
    await screen.findByRole('region', { name: 'Clusters' });
    expect(screen.queryByRole('region', { name: 'Findings' })).toBeNull();
  });

  it('says No findings only when everything was assessed', async () => {
    openRun({
      getRun: async () =>
        anOrbitRun({ findings: 0, assessed: 9, notAssessed: 0 }),
      listEvidence: async () => [look('pass')],
      listFindings: async () => ({ items: [], total: 0, heat: [] }),
    });
    expect(
      await screen.findByText('Looked at prod-us: No findings.'),
    ).toBeInTheDocument();
    cleanup();
    openRun({
      getRun: async () =>
        anOrbitRun({ findings: 0, assessed: 7, notAssessed: 2 }),
      listEvidence: async () => [look('unknown')],
      listFindings: async () => ({ items: [], total: 0, heat: [] }),
    });
    const mark = await screen.findByText('No finding, but 2 not assessed');
    expect(mark.closest('[data-mc-tone]')).toHaveAttribute(
      'data-mc-tone',
      'unknown',
    );
    expect(screen.queryByText(/No findings/)).toBeNull();
  });

  it('says of a look at a part what it found and what it could not see', async () => {
    const [target] = aFinishedRun().targetsDetail;
    openRun({
      getRun: async () =>
        anOrbitRun(
          { findings: 2, new: 2, assessed: 2, notAssessed: 1 },
          {
            state: 'inconclusive',
            targets: [{ id: 'prod-us', state: 'inconclusive' }],
            targetsDetail: [{ ...target, state: 'inconclusive' }],
          },
        ),
      listEvidence: async () => [look(), { ...look('unknown'), id: 'look-2' }],
    });
    expect(
      await screen.findByText(
        'Looked at prod-us: 2 findings, 1 not assessed, 2 new.',
      ),
    ).toBeInTheDocument();
    const clusters = screen.getByRole('region', { name: 'Clusters' });
    expect(clusters).toHaveTextContent('1 of 1 looked at');
    expect(
      within(clusters).getByText('With findings, not all assessed'),
    ).toBeInTheDocument();
    expect(screen.queryByText(/call it done/)).toBeNull();
  });

  it('names the clusters at which nobody could look', async () => {
    const [target] = aFinishedRun().targetsDetail;
    const blind = {
      ...target,
      id: 'dev',
      cluster: { name: 'dev' },
      state: 'inconclusive' as const,
    };
    openRun({
      getRun: async () =>
        anOrbitRun(
          { findings: 2, assessed: 1, notAssessed: 1 },
          { state: 'inconclusive', targetsDetail: [target, blind] },
        ),
      listEvidence: async () => [
        look(),
        { ...look('unknown'), targetId: 'dev' },
      ],
    });
    expect(
      await screen.findByText(
        'Looked at prod-us: 2 findings, 1 not assessed. Nobody could look at dev.',
      ),
    ).toBeInTheDocument();
    expect(screen.getByRole('region', { name: 'Clusters' })).toHaveTextContent(
      '1 of 2 looked at',
    );
  });
});
