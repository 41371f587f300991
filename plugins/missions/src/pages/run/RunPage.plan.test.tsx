import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { axe } from 'jest-axe';
import {
  anApproval,
  aPlan,
  aPlannedChange,
  aRun,
  aTargetPlan,
  aWaitingRun,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage of a plan', () => {
  it('lets a run that was paused before its approval be approved and resumed', async () => {
    const resumeRun = jest.fn(async () => aWaitingRun());
    openRun({
      getRun: async () =>
        aWaitingRun({
          pauseRequested: true,
          allowed: ['approve', 'reject', 'cancel', 'resume'],
        }),
      resumeRun,
    });
    expect(
      await screen.findByText('Paused, waits for your approval'),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('button', { name: /^Approve/ }),
    ).toBeInTheDocument();
    expect(
      screen.getByText(/starts only when somebody lets it go on/),
    ).toBeInTheDocument();
    await userEvent.click(screen.getByRole('button', { name: 'Resume' }));
    expect(resumeRun).toHaveBeenCalledWith('run-1');
  });

  it.each([
    [true, 'Paused, waits for approval'],
    [false, 'Waits for approval'],
  ])(
    'says, paused %s, to whoever may not resume it: %s',
    async (pauseRequested, words) => {
      openRun({
        getRun: async () =>
          aWaitingRun({ pauseRequested, allowed: [], waitingForMe: [] }),
      });
      const title = await screen.findByRole('heading', { level: 1 });
      await waitFor(() =>
        expect(within(title.parentElement!).getByText(words)).toBeVisible(),
      );
      expect(
        screen.queryByRole('button', { name: 'Resume' }),
      ).not.toBeInTheDocument();
    },
  );

  it('opens the plan of a plan-only run, with its export', async () => {
    const { container } = openRun({
      getRun: async () =>
        aRun({ state: 'planned', planOnly: true, approvals: [] }),
      getPlan: async () => aPlan(),
    });
    const panel = await screen.findByRole('region', { name: 'Plan' });
    expect(
      within(panel).getByRole('button', { name: 'Hide the plan' }),
    ).toHaveAttribute('aria-expanded', 'true');
    expect(
      within(panel).getByRole('button', { name: /JSON/ }),
    ).toBeInTheDocument();
    expect(
      within(panel).getByRole('button', { name: /Markdown/ }),
    ).toBeInTheDocument();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('keeps the plan of a run after its approval, folded', async () => {
    openRun({
      getRun: async () => aRun({ approvals: [] }),
      getPlan: async () => aPlan(),
    });
    const panel = await screen.findByRole('region', { name: 'Plan' });
    const closed = panel.textContent!;
    await userEvent.click(
      within(panel).getByRole('button', { name: 'Show the whole plan' }),
    );
    expect(panel.textContent!.length).toBeGreaterThan(closed.length + 20);
  });

  it('shows the plan once while it waits for approval', async () => {
    openRun({
      getRun: async () =>
        aRun({
          state: 'awaiting_approval',
          approvals: [anApproval({ hash: aPlan().hash })],
        }),
      getPlan: async () => aPlan(),
    });
    expect(await screen.findAllByRole('region', { name: 'Plan' })).toHaveLength(
      1,
    );
  });

  it('shows a deferred object as it was known, and what it became', async () => {
    const job = { apiVersion: 'batch/v1', kind: 'Job', name: 'migrate' };
    const deferred = aPlannedChange({
      kind: 'deferred',
      object: job,
      fields: undefined,
      desired: { kind: 'Job', spec: { parallelism: 3 } },
      deferredReason: 'Namespace web is created before',
    });
    const [entry] = someJournal();
    openRun(
      {
        getPlan: async () =>
          aPlan({
            targets: [aTargetPlan({ targetId: 'edge-1', changes: [deferred] })],
          }),
        listJournal: async () => [
          {
            ...entry,
            stepId: 'deploy',
            object: job,
            fields: [{ path: 'spec.parallelism', after: 7 }],
          },
        ],
      },
      '?target=edge-1&step=deploy&tab=changes',
    );
    expect(
      await screen.findByText(
        'Could not be planned in full: Namespace web is created before',
      ),
    ).toBeInTheDocument();
    expect(screen.getByText(/parallelism: 3/)).toBeInTheDocument();
    const became = await screen.findByRole('table', {
      name: 'What was written to Job/migrate',
    });
    expect(
      within(became).getByRole('row', { name: 'spec.parallelism not set 7' }),
    ).toBeInTheDocument();
  });
});
