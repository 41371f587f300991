import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { render, type RenderResult } from '@testing-library/react';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { TestApiProvider, wrapInTestApp } from '@backstage/test-utils';
import {
  missionsApiRef,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import { createMissionsApiMock } from '@mission-control/plugin-missions-react/testUtils';
import { rootRouteRef } from '../routes';

/** A page as the portal shows it at an address below /missions. */
export function renderPage(
  page: ReactElement,
  options: { path: string; address: string; api?: Partial<MissionsApi> },
): RenderResult {
  const { path, address, api } = options;
  return render(
    wrapInTestApp(
      <TestApiProvider apis={[[missionsApiRef, createMissionsApiMock(api)]]}>
        <Routes>
          <Route path={`/missions${path}`} element={page} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: [`/missions${address}`],
        mountedRoutes: {
          '/missions': rootRouteRef,
          '/catalog/:namespace/:kind/:name': entityRouteRef,
        },
      },
    ),
  );
}
