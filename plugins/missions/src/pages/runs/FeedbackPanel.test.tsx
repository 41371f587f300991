import { screen } from '@testing-library/react';
import type { RunSummary } from '@mission-control/plugin-missions-common';
import { aRunSummary } from '@mission-control/plugin-missions-react/testUtils';
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
});
