import { screen, within } from '@testing-library/react';
import { axe } from 'jest-axe';
import type { CheckResult } from '@mission-control/plugin-missions-common';
import {
  aFinishedRun,
  aStep,
  aTarget,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

const cause =
  'ImagePullBackOff: image checkout:5.3.0-does-not-exist; last good revision 1 has checkout:5.2.1';
const targets = (state: 'awaiting_approval' | 'succeeded') =>
  ['prod-us', 'edge-1'].map(id =>
    aTarget({
      id,
      cluster: { name: id },
      state,
      reason: undefined,
      steps: [
        aStep({
          id: 'find-cause',
          name: 'Find the cause',
          effect: 'read',
          state: 'succeeded',
        }),
        aStep({ id: 'restore', name: 'Put the image back', state: 'pending' }),
      ],
    }),
  );
const found = (targetId: string, answered: string): CheckResult => ({
  id: 'find-cause',
  check: 'kubernetes:rollout-history',
  phase: 'step',
  targetId,
  stepId: 'find-cause',
  status: 'pass',
  message: answered,
  at: new Date(),
  evidence: [
    { asked: 'ReplicaSets of shop/checkout', answered: [], at: new Date() },
    { asked: 'why it is as it is', answered, at: new Date() },
  ],
});

describe('RunPage of a fix', () => {
  it('tells what was found before the plan that waits for approval', async () => {
    const { container } = openRun({
      getRun: async () =>
        aWaitingRun({
          type: 'fix',
          targetsDetail: targets('awaiting_approval'),
        }),
      listEvidence: async () => [
        found('prod-us', cause),
        found('edge-1', cause),
      ],
    });
    const panel = await screen.findByRole('region', { name: 'What was found' });
    expect(within(panel).getByRole('term')).toHaveTextContent(
      'Find the cause, on prod-us and edge-1',
    );
    expect(within(panel).getByRole('definition')).toHaveTextContent(cause);
    const plan = await screen.findByRole('region', { name: 'Plan' });
    expect(
      panel.compareDocumentPosition(plan) & Node.DOCUMENT_POSITION_FOLLOWING,
    ).toBeTruthy();
    expect(await axe(container)).toHaveNoViolations();
  });

  it('tells no cause of a mission that fixes nothing', async () => {
    openRun({
      getRun: async () =>
        aWaitingRun({ targetsDetail: targets('awaiting_approval') }),
      listEvidence: async () => [found('prod-us', cause)],
    });
    await screen.findByRole('region', { name: 'Plan' });
    expect(screen.queryByText('What was found')).not.toBeInTheDocument();
  });

  it('tells the cause after the end, once where it is the same', async () => {
    openRun({
      getRun: async () =>
        aFinishedRun({ type: 'fix', targetsDetail: targets('succeeded') }),
      listEvidence: async () => [
        found('prod-us', cause),
        found('edge-1', cause),
      ],
    });
    expect(await screen.findByText(`Cause: ${cause}`)).toBeInTheDocument();
  });

  it('tells causes that differ with their clusters', async () => {
    openRun({
      getRun: async () =>
        aFinishedRun({ type: 'fix', targetsDetail: targets('succeeded') }),
      listEvidence: async () => [
        found('prod-us', cause),
        found('edge-1', 'Nothing is wrong'),
      ],
    });
    expect(
      await screen.findByText(`Cause on prod-us: ${cause}`),
    ).toBeInTheDocument();
    expect(
      screen.getByText('Cause on edge-1: Nothing is wrong'),
    ).toBeInTheDocument();
  });
});
