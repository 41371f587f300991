import { screen } from '@testing-library/react';
import { MissionsApiError } from '@mission-control/plugin-missions-react';
import {
  aMission,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { renderPage } from '../../__testUtils__/renderPage';
import { MissionPage } from './MissionPage';

const path = '/explorer/:source/:name';
const missing = new MissionsApiError("There is no mission 'local/web'", {
  status: 404,
  code: 'NOT_FOUND',
});
const openVersion = (current: Error) =>
  renderPage(<MissionPage />, {
    path,
    address: '/explorer/local/web?version=aaaaaaa1&run=run-12345678',
    api: {
      getMission: async (_ref, version) => {
        if (!version) {
          throw current;
        }
        return aMission({ version, title: 'Web of before', gone: true });
      },
      listRuns: async () => ({
        items: [aRunSummary({ title: 'Its run', missionVersion: 'aaaaaaa1' })],
        total: 1,
        facets: [],
      }),
    },
  });

describe('the page of a mission that is gone', () => {
  it('shows the version of a run with its runs, and neither launch nor a current one', async () => {
    openVersion(missing);
    expect(
      await screen.findByText(/an old version of a mission that is gone/),
    ).toBeInTheDocument();
    expect(screen.getByRole('heading', { level: 1 })).toHaveTextContent(
      'Web of before',
    );
    expect(screen.getByText('Its run')).toBeInTheDocument();
    expect(screen.queryByText(/and launch…/)).toBeNull();
    expect(screen.queryByText('Open the current version')).toBeNull();
  });

  it('calls nothing gone when the current version could not be asked', async () => {
    openVersion(
      new MissionsApiError('No database', { status: 503, code: 'UNAVAILABLE' }),
    );
    expect(await screen.findByRole('alert')).toHaveTextContent('No database');
    expect(screen.queryByText(/is gone/)).toBeNull();
  });
});
