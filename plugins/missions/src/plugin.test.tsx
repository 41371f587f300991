import { screen } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import { createMissionsApiMock } from '@mission-control/plugin-missions-react/testUtils';
import { Route, Routes } from 'react-router-dom';
import { missionsPlugin, MissionsPage, missionsTranslationRef } from '.';
import { rootRouteRef } from './routes';

describe('the legacy plugin', () => {
  it('brings the API and the route of the pages', () => {
    expect(missionsPlugin.getId()).toBe('missions');
    expect([...missionsPlugin.getApis()].map(({ api }) => api.id)).toEqual([
      missionsApiRef.id,
    ]);
    expect(missionsPlugin.routes.root).toBe(rootRouteRef);
  });

  it('hands out its texts, to be translated', () => {
    expect(missionsTranslationRef.id).toBe('plugin.missions');
  });

  it('shows the pages below the route that it is mounted at', async () => {
    await renderInTestApp(
      <TestApiProvider apis={[[missionsApiRef, createMissionsApiMock()]]}>
        <Routes>
          <Route path="/ops/*" element={<MissionsPage />} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: ['/ops/clusters'],
        mountedRoutes: { '/ops': rootRouteRef },
      },
    );
    expect(
      await screen.findByRole(
        'heading',
        { name: '3 of 4 clusters answer' },
        { timeout: 10_000 },
      ),
    ).toBeInTheDocument();
    expect(
      await screen.findByRole('link', {
        name: /AI Missions.*2 waiting for you/,
      }),
    ).toHaveAttribute('href', '/ops/runs');
    expect(screen.getAllByText('Demo data').length).toBeGreaterThan(0);
  });
});
