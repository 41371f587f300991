import { screen, within } from '@testing-library/react';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  aRun,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { openRun } from '../../__testUtils__/openRun';

describe('RunPage and its history', () => {
  it('says who started the run in other words than who asked for approval', async () => {
    const event = { at: new Date(), data: {} };
    openRun({
      listEvents: async () => [
        { ...event, seq: 1, type: 'run.created', by: 'user:default/jane' },
        { ...event, seq: 2, type: 'approval.opened' },
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    expect(
      within(history)
        .getAllByRole('listitem')
        .map(item => item.textContent?.replace(/^[\d:]+/, '')),
    ).toEqual(['Asked for approval', 'Started · jane']);
  });

  it('tells in its history what stopped a cluster once, with the step', async () => {
    const cause = 'its image was refused';
    const event = { at: new Date(), data: {}, targetId: 'edge-1' };
    openRun({
      listEvents: async () => [
        {
          ...event,
          seq: 1,
          type: 'step.failed',
          stepId: 'deploy',
          message: cause,
        },
        {
          ...event,
          seq: 2,
          type: 'target.needs_decision',
          message: `Install the application: ${cause}`,
        },
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    expect(
      within(history)
        .getAllByRole('listitem')
        .map(item => item.textContent?.replace(/^[\d:]+/, '')),
    ).toEqual([
      'edge-1: Needs a decision',
      `edge-1, Install the application: ${cause}`,
    ]);
  });

  it('says in the history what goes on, and of nothing that it still does', async () => {
    const event = (seq: number, type: string) => ({
      seq,
      type,
      targetId: 'edge-1',
      data: { to: 'running' },
      at: new Date(),
    });
    openRun({
      getRun: async () => aRun({ eventSeq: 2 }),
      listEvents: async () => [
        event(1, 'step.running'),
        event(2, 'step.running'),
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    const tones = within(history)
      .getAllByRole('listitem')
      .map(item =>
        item.querySelector('[data-mc-tone]')?.getAttribute('data-mc-tone'),
      );
    expect(tones).toEqual(['run', 'idle']);
  });

  it('says in the history that a planned cluster waits for the plan of another', async () => {
    const at = (id: string, state: Run['state']) =>
      aTarget({ id, cluster: { name: id }, state, steps: [] });
    openRun({
      getRun: async () =>
        aRun({
          state: 'blocked',
          approvals: [],
          targetsDetail: [
            at('dev', 'awaiting_approval'),
            at('edge-1', 'blocked'),
          ],
        }),
      listEvents: async () => [
        {
          seq: 1,
          type: 'target.awaiting_approval',
          targetId: 'dev',
          data: {},
          at: new Date(),
        },
      ],
    });
    const history = await screen.findByRole('list', { name: 'History' });
    expect(history).toHaveTextContent('dev: Waits for all plans');
  });
});
