import { screen } from '@testing-library/react';
import { TestApiProvider, renderInTestApp } from '@backstage/test-utils';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { missionsApiRef } from '@mission-control/plugin-missions-react';
import {
  aRunSummary,
  createMissionsApiMock,
} from '@mission-control/plugin-missions-react/testUtils';
import { Route, Routes } from 'react-router-dom';
import {
  EntityMissionsContent,
  missionsPlugin,
  MissionsPage,
  missionsTranslationRef,
} from '.';
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

  it('shows the missions and runs of an entity on its page', async () => {
    const listRuns = jest.fn(async () => ({
      items: [aRunSummary({ id: 'r1', title: 'Roll checkout back' })],
      total: 1,
      facets: [],
    }));
    await renderInTestApp(
      <TestApiProvider
        apis={[[missionsApiRef, createMissionsApiMock({ listRuns })]]}
      >
        <EntityProvider
          entity={{
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Component',
            metadata: { name: 'checkout' },
          }}
        >
          <EntityMissionsContent />
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes: { '/ops': rootRouteRef } },
    );
    expect(
      await screen.findByRole(
        'link',
        { name: 'Roll checkout back' },
        { timeout: 10_000 },
      ),
    ).toHaveAttribute('href', '/ops/runs/r1');
    expect(listRuns).toHaveBeenCalledWith(
      expect.objectContaining({ entity: 'component:default/checkout' }),
    );
  });
});
