import { screen, within } from '@testing-library/react';
import type { Run, RunState } from '@mission-control/plugin-missions-common';
import { aChild, aSequence } from '../../__testUtils__/aSequence';
import { expectNoClusterName, seeRun } from '../../__testUtils__/seeRun';

describe('RunPage of a sequence that has ended', () => {
  it.each<[RunState, Partial<Run>, string]>([
    ['succeeded', {}, 'The sequence is done.'],
    ['succeeded', { undoOf: 'run-0' }, 'The sequence was taken back.'],
    [
      'succeeded',
      {
        undoOf: 'run-0',
        keptCount: 1,
        kept: [
          {
            targetId: '-',
            object: { apiVersion: 'v1', kind: 'Mission', name: 'web' },
            reason: 'by choice',
          },
        ],
      },
      'The sequence was taken back, except 1 object.',
    ],
    [
      'planned',
      { planOnly: true },
      'The sequence was planned; nothing was written.',
    ],
    ['failed', {}, 'The sequence failed.'],
    ['failed', { undoOf: 'run-0' }, 'The undo of the sequence failed.'],
    [
      'inconclusive',
      {},
      'The sequence was not proved, so nobody may call it done.',
    ],
    ['cancelled', {}, 'The sequence was cancelled.'],
  ])('as %s with %j says: %s', async (state, change, title) => {
    await seeRun(aSequence(state, { allowed: [], ...change }));
    const banner = (await screen.findByText(title)).closest<HTMLElement>(
      '[role="status"]',
    )!;
    expect(
      within(banner).getByRole('link', { name: 'Web application' }),
    ).toHaveAttribute('href', '/missions/runs/child-1');
    expectNoClusterName();
  });

  it('says what an undo left, without a cluster', async () => {
    await seeRun(
      aSequence('succeeded', {
        undoOf: 'run-0',
        allowed: [],
        keptCount: 1,
        kept: [
          {
            targetId: '-',
            object: { apiVersion: 'v1', kind: 'Mission', name: 'web' },
            reason: 'Run undo-1 kept ConfigMap/a',
          },
        ],
      }),
    );
    expect(
      await screen.findByText('Mission/web stays: Run undo-1 kept ConfigMap/a'),
    ).toBeInTheDocument();
  });

  it('links the run that takes it back, without a cluster', async () => {
    const undo = aChild('running', {
      id: 'undo-1',
      targets: [{ id: '-', state: 'running' }],
    });
    await seeRun(aSequence('succeeded', { undoRuns: [undo] }));
    const link = await screen.findByRole('link', { name: 'run undo-1' });
    expect(link.closest('li')?.textContent).toBe(
      'being taken back by run undo-1',
    );
  });
});
