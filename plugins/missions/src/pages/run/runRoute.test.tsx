import { Link } from 'react-router-dom';
import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import { aRun } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const page = (
  <>
    <Link to="/missions/runs/run-2">To the next run</Link>
    <RunPage />
  </>
);

describe('going from one run to another', () => {
  it('takes nothing along that was shown, asked or refused of the first', async () => {
    const never = new Promise<never>(() => {});
    renderPage(page, {
      path: '/runs/:runId',
      address: '/runs/run-1',
      api: {
        getRun: async id => aRun({ id, title: `Title of ${id}` }),
        listLogs: async id =>
          id === 'run-1' ? { items: [], truncated: false } : never,
        listEvidence: async id => (id === 'run-1' ? [] : never),
        listJournal: async id => (id === 'run-1' ? [] : never),
        pauseRun: async () => {
          throw new MissionsApiError('The pause was refused', {
            status: 409,
            code: 'STATE_REFUSED',
          });
        },
      },
    });
    await userEvent.click(await screen.findByRole('button', { name: 'Pause' }));
    expect(await screen.findByText('The pause was refused')).toBeVisible();
    expect(screen.getAllByText(/Title of run-1/)).not.toHaveLength(0);

    await userEvent.click(
      screen.getByRole('link', { name: 'To the next run' }),
    );
    expect(await screen.findAllByText(/Title of run-2/)).not.toHaveLength(0);
    expect(screen.queryAllByText(/Title of run-1/)).toHaveLength(0);
    expect(screen.queryByText('The pause was refused')).toBeNull();
  });
});
