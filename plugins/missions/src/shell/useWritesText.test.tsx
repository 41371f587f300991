import { screen } from '@testing-library/react';
import { renderInTestApp } from '@backstage/test-utils';
import type { PlanSummary } from '@mission-control/plugin-missions-common';
import { useWritesText } from './useWritesText';

const plan = (change: Partial<PlanSummary>): PlanSummary => ({
  create: 0,
  change: 0,
  delete: 0,
  noop: 0,
  conflict: 0,
  deferred: 0,
  irreversible: 0,
  ...change,
});

function Writes({ plans }: { plans: readonly PlanSummary[] }) {
  return <p>{useWritesText()(plans)}</p>;
}

describe('useWritesText', () => {
  it.each([
    ['an empty plan', [plan({ noop: 3 })]],
    ['1 change', [plan({ create: 1 })]],
    ['12 deletions', [plan({ delete: 6 }), plan({ delete: 6 })]],
    [
      '6 deletions, 2 changes',
      [plan({ delete: 6, change: 1 }), plan({ deferred: 1 })],
    ],
  ])('says %s', async (said, plans) => {
    await renderInTestApp(<Writes plans={plans} />);
    expect(screen.getByText(said)).toBeInTheDocument();
  });
});
