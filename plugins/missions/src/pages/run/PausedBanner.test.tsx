import { screen } from '@testing-library/react';
import type { Run } from '@mission-control/plugin-missions-common';
import { aRun } from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { RunPage } from './RunPage';

const open = (change: Partial<Run>) =>
  renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: '/runs/run-1',
    api: {
      getRun: async () => aRun({ pauseRequested: true, ...change }),
      listEvents: async () =>
        [
          { by: 'user:default/jane', message: undefined },
          { by: 'user:default/omar', message: 'until the backup is done' },
        ].map((asked, index) => ({
          ...asked,
          seq: index + 1,
          at: new Date(),
          type: 'run.pauseRequested',
          data: {},
        })),
    },
  });
const title = 'Paused by omar: until the backup is done';

describe('PausedBanner', () => {
  it('says who paused last and why, and that who looks may let it go on', async () => {
    open({ state: 'paused', allowed: ['resume'] });
    expect(await screen.findByText(title)).toBeInTheDocument();
    expect(screen.getByText(/You may: with Resume/)).toBeInTheDocument();
    expect(screen.queryByText(/next safe point/)).toBeNull();
  });

  it('names the permission to whoever may not let it go on', async () => {
    open({ state: 'paused', allowed: [] });
    expect(
      await screen.findByText(/it takes the permission missions\.run\.cancel/),
    ).toBeInTheDocument();
  });

  it('says while clusters still work that they stop soon', async () => {
    open({ state: 'running', allowed: ['resume'] });
    expect(await screen.findByText(/next safe point/)).toBeInTheDocument();
  });

  it('says nothing of a run that ended', async () => {
    open({ state: 'failed', allowed: [] });
    await screen.findByRole('list', { name: 'History' });
    expect(screen.queryByText(title)).toBeNull();
  });
});
