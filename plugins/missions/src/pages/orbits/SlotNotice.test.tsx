import { screen } from '@testing-library/react';
import type { OrbitSlot } from '@mission-control/plugin-missions-common';
import { ago, anOrbit } from '@mission-control/plugin-missions-react/testUtils';
import { openOrbit } from '../../__testUtils__/openOrbit';

const open = async (slot: Partial<OrbitSlot>, lastRunAt = ago(7200)) => {
  const at = ago(3600);
  openOrbit({
    getOrbit: async () =>
      anOrbit({
        lastRunAt,
        slots: [{ slotAt: at, startsAt: at, state: 'skipped', ...slot }],
      }),
  });
  await screen.findByRole('heading', { name: 'Pods without limits' });
};

describe('SlotNotice', () => {
  it.each([
    ['queued', 'The last slot waits'],
    ['skipped', 'The last slot was skipped'],
    ['missed', 'The last slot was missed'],
    ['refused', 'The last slot could not start'],
  ] as const)('says why the newest slot is %s', async (state, title) => {
    await open({ state, reason: 'Run run-7 still goes on' });
    expect(screen.getByText('Run run-7 still goes on')).toBeVisible();
    expect(screen.getByText(title, { exact: false })).toBeVisible();
  });

  it.each([
    ['it started', { state: 'started' }, undefined],
    ['it starts', { state: 'due' }, undefined],
    ['somebody looked since', { state: 'missed' }, ago(60)],
  ] as const)('says nothing when %s', async (_, slot, lastRunAt) => {
    await open(slot, lastRunAt);
    expect(screen.queryByText(/The last slot/)).not.toBeInTheDocument();
  });
});
