import { screen } from '@testing-library/react';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  aRunSummary,
  aStartedRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { FeedbackPanel } from './FeedbackPanel';

function Panel({ runs }: { runs: readonly RunSummary[] }) {
  return (
    <FeedbackPanel
      runs={runs}
      user="user:default/jane"
      routes={useMissionsRoutes()}
      feedback={{ pending: false, run: async () => true, clear: () => {} }}
    />
  );
}
const ended = (title: string, state: RunSummary['state']) =>
  aRunSummary({ id: title, title, state });

describe('FeedbackPanel', () => {
  it('asks about the latest run that did something, not about one that was rejected', async () => {
    renderPage(
      <Panel
        runs={[ended('Rejected', 'cancelled'), ended('Broken', 'failed')]}
      />,
      { path: '/runs', address: '/runs' },
    );
    expect(
      await screen.findByRole('link', { name: 'Broken' }),
    ).toBeInTheDocument();
    expect(screen.queryByText('Rejected')).toBeNull();
  });

  it('names the clusters of the missions of a sequence, where it knows them', async () => {
    const sequence = aRunSummary({
      title: 'Roll out',
      type: 'sequence',
      state: 'succeeded',
      targets: [{ id: '-', state: 'succeeded' }],
    });
    const child = aStartedRun({ targets: [{ id: 'dev', state: 'succeeded' }] });
    const see = async (run: RunSummary) => {
      const { unmount } = renderPage(<Panel runs={[run]} />, {
        path: '/runs',
        address: '/runs',
      });
      const link = await screen.findByRole('link', { name: 'Roll out' });
      const text = link.closest('p')?.textContent;
      unmount();
      return text;
    };
    expect(await see(sequence)).toMatch(/^Roll out, /);
    expect(await see({ ...sequence, startedRuns: [child] })).toMatch(
      /^Roll out on dev, /,
    );
  });
});
