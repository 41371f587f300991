import { screen, within } from '@testing-library/react';
import type { Run } from '@mission-control/plugin-missions-common';
import {
  aFinishedRun,
  anApproval,
  aRunSummary,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (run: Run, original = aFinishedRun({ id: 'first' })) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: `/runs/${run.id}`,
    api: {
      getRun: async id => (id === 'first' ? original : run),
      listJournal: async () => [],
    },
  });

describe('OutcomeBanner', () => {
  it('does not ask how a rejected run did', async () => {
    open(
      aFinishedRun({
        state: 'cancelled',
        allowed: ['feedback'],
        approvals: [
          anApproval({
            state: 'rejected',
            decisions: [
              { by: 'user:default/omar', decision: 'reject', at: new Date() },
            ],
          }),
        ],
      }),
    );
    await screen.findByText('Rejected by omar');
    expect(screen.queryByRole('button', { name: 'As I wanted' })).toBeNull();
  });

  it.each([
    ['offers a record of', false, 1],
    ['makes no record of', true, 0],
  ])('%s a verified run whose demo is %s', async (_, demo, offers) => {
    open(aFinishedRun({ id: 'ended', demo }));
    await screen.findByText('Installed on prod-us: 1 check passed.');
    expect(
      screen.queryAllByRole('button', { name: 'Copy as verification record' }),
    ).toHaveLength(offers);
  });

  it('leads from an undo that a choice ended to the next one, and tells why once', async () => {
    const reason = 'A choice about what changed since the run made a new undo';
    const cancelled = (id: string) =>
      aTarget({ id, cluster: { name: id }, state: 'cancelled', reason });
    const at = (minute: number) => new Date(2026, 1, 3, 4, minute);
    open(
      aFinishedRun({
        id: 'undo-1',
        undoOf: 'first',
        state: 'cancelled',
        createdAt: at(1),
        targetsDetail: [cancelled('dev'), cancelled('staging')],
      }),
      aFinishedRun({
        id: 'first',
        undoRuns: [0, 1, 2].map(minute =>
          aRunSummary({ id: `undo-${minute}`, createdAt: at(minute) }),
        ),
      }),
    );
    const link = await screen.findByRole('link', {
      name: 'The undo that came after it',
    });
    expect(link).toHaveAttribute('href', '/missions/runs/undo-2');
    const banner = link.closest<HTMLElement>('[role="status"]')!;
    expect(within(banner).getAllByText(reason)).toHaveLength(1);
  });
});
