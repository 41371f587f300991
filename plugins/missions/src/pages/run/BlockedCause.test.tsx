import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import {
  aCheckResult,
  aPlan,
  aPlannedChange,
  aRun,
  aTarget,
  aTargetPlan,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const refusal = {
  stepId: 'deploy',
  code: 'NAMESPACE_DENIED',
  message:
    'Deployment/kube-system/web: Missions may not write to the namespace kube-system of staging. It is denied by the configuration of the portal, and so it is on every cluster of this environment.',
  remedy: 'Choose another namespace.',
};
const blocked = aTarget({
  id: 'staging',
  cluster: { name: 'staging' },
  state: 'blocked',
  reason: `deploy: ${refusal.message}`,
  steps: [],
});
const open = (api: Partial<MissionsApi> = {}) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () =>
        aRun({
          state: 'blocked',
          targetsDetail: [blocked],
          allowed: ['recheck', 'decide', 'cancel'],
        }),
      getPlan: async () =>
        aPlan({
          targets: [
            aTargetPlan({
              targetId: 'staging',
              changes: [],
              problems: [refusal],
            }),
          ],
        }),
      listEvidence: async () => [],
      listJournal: async () => [],
      ...api,
    },
  });
const findCause = () => screen.findByRole('group', { name: 'What went wrong' });

describe('BlockedCause', () => {
  it('tells what a guard refused, with code, remedy, and that nothing was changed', async () => {
    const { container } = open();
    const cause = await findCause();
    expect(within(cause).getByText('NAMESPACE_DENIED')).toBeInTheDocument();
    expect(within(cause).getByText(refusal.message)).toBeInTheDocument();
    expect(within(cause).getByText(refusal.remedy)).toBeInTheDocument();
    expect(
      await screen.findByText('Nothing was changed on staging.'),
    ).toBeInTheDocument();
    expect(
      screen.getByRole('button', { name: 'Check again' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('0/0')).toBeNull();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('is checked again for itself, or with all that are blocked', async () => {
    const other = aTarget({ ...blocked, id: 'lab', cluster: { name: 'lab' } });
    const recheckRun = jest.fn(async () => aRun());
    open({
      recheckRun,
      getRun: async () =>
        aRun({
          state: 'blocked',
          targets: [blocked, other],
          targetsDetail: [blocked, other],
          allowed: ['recheck'],
        }),
    });
    const click = async (name: string) =>
      userEvent.click(await screen.findByRole('button', { name }));
    await click('Check again');
    await click('Check all 2 again');
    expect(recheckRun.mock.calls).toEqual([
      ['run-1', ['staging']],
      ['run-1', ['staging', 'lab']],
    ]);
  });

  it('says that the run of an orbit looks again by itself, and until when', async () => {
    const now = Date.now();
    const helped = {
      ...blocked,
      looksAgain: {
        at: new Date(now + 20_500),
        until: new Date(now + 200_000),
      },
    };
    open({
      getRun: async () => aRun({ state: 'blocked', targetsDetail: [helped] }),
    });
    expect(
      await screen.findByText(/^It is looked at again by itself/),
    ).toHaveTextContent(
      /^It is looked at again by itself in \d+ s\. The run goes on without staging in 3 min\.$/,
    );
  });

  it('says of a cluster that is about to be looked at that it is to come', async () => {
    const now = Date.now();
    const helped = {
      ...blocked,
      looksAgain: { at: new Date(now), until: new Date(now + 200_000) },
    };
    open({
      getRun: async () => aRun({ state: 'blocked', targetsDetail: [helped] }),
    });
    expect(
      await screen.findByText(/^It is looked at again by itself/),
    ).toHaveTextContent(/^It is looked at again by itself in a moment\. /);
  });

  it('copies the whole of it', async () => {
    const user = userEvent.setup();
    const write = jest.spyOn(navigator.clipboard, 'writeText');
    open();
    await user.click(
      within(await findCause()).getByRole('button', { name: 'Copy' }),
    );
    const [[copied]] = write.mock.calls;
    for (const part of [refusal.code, refusal.message, refusal.remedy]) {
      expect(copied).toContain(part);
    }
    expect(copied).toContain('staging');
  });

  it('tells of a check that did not pass what to do, though an older plan was refused too', async () => {
    open({
      listEvidence: async () => [
        aCheckResult({
          phase: 'preflight',
          targetId: 'staging',
          title: 'Does the cluster answer?',
          message: 'connect ETIMEDOUT',
          status: 'unknown',
          remedy: { text: 'Check network and address.' },
        }),
      ],
    });
    const cause = await findCause();
    expect(cause).toHaveTextContent(
      /Does the cluster answer\?.*connect ETIMEDOUT.*Check network and address/,
    );
    expect(cause).toHaveAttribute('data-mc-tone', 'unknown');
    expect(screen.queryByText('NAMESPACE_DENIED')).toBeNull();
  });

  it('shows each of many reasons, those after the fifth folded', async () => {
    open({
      listEvidence: async () =>
        Array.from({ length: 7 }, (_, index) =>
          aCheckResult({
            id: `check-${index}`,
            phase: 'preflight',
            targetId: 'staging',
            title: `Question ${index}`,
            status: 'fail',
          }),
        ),
    });
    const more = await screen.findByText('2 more reasons');
    const folded = more.closest('details')!;
    expect(folded).not.toHaveAttribute('open');
    expect(
      [...folded.querySelectorAll('[role="group"]')].map(
        cause => cause.textContent,
      ),
    ).toEqual([
      expect.stringContaining('Question 5'),
      expect.stringContaining('Question 6'),
    ]);
  });

  it('claims nothing about what was changed where something was written', async () => {
    const [entry] = someJournal();
    open({ listJournal: async () => [{ ...entry, targetId: 'staging' }] });
    await findCause();
    expect(screen.queryByText(/Nothing was changed/)).toBeNull();
  });

  it('leaves the drift of an undo to the choice about it', async () => {
    open({
      getRun: async () =>
        aRun({ state: 'blocked', undoOf: 'run-0', targetsDetail: [blocked] }),
      getPlan: async () =>
        aPlan({
          targets: [
            aTargetPlan({
              targetId: 'staging',
              changes: [aPlannedChange({ kind: 'conflict' })],
              problems: [{ ...refusal, code: 'PLAN_CONFLICT' }],
            }),
          ],
        }),
    });
    await screen.findByRole('region', { name: 'Changed since the run' });
    expect(screen.queryByRole('group', { name: 'What went wrong' })).toBeNull();
  });
});
