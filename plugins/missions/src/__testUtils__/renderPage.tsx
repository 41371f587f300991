import type { ReactElement } from 'react';
import { Route, Routes } from 'react-router-dom';
import { render, type RenderResult } from '@testing-library/react';
import type { RouteRef } from '@backstage/core-plugin-api';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { permissionApiRef } from '@backstage/plugin-permission-react';
import {
  mockApis,
  TestApiProvider,
  wrapInTestApp,
} from '@backstage/test-utils';
import {
  missionsApiRef,
  type MissionsApi,
} from '@mission-control/plugin-missions-react';
import { createMissionsApiMock } from '@mission-control/plugin-missions-react/testUtils';
import { rootRouteRef } from '../routes';

/** A page as the portal shows it at an address below /missions. */
export function renderPage(
  page: ReactElement,
  options: {
    path: string;
    address: string;
    api?: Partial<MissionsApi>;
    /** Permissions that the person who looks does not have. */
    denied?: readonly string[];
    /**
     * Pages of other plugins that this one leads to, by path. Named by the
     * test: to load the catalog for all pages takes longer than to draw one.
     */
    routes?: Record<string, RouteRef>;
  },
): RenderResult {
  const { path, address, api, denied = [], routes } = options;
  const permissions = mockApis.permission({
    authorize: ({ permission }) =>
      denied.includes(permission.name)
        ? AuthorizeResult.DENY
        : AuthorizeResult.ALLOW,
  });
  return render(
    wrapInTestApp(
      <TestApiProvider
        apis={[
          [missionsApiRef, createMissionsApiMock(api)],
          [permissionApiRef, permissions],
        ]}
      >
        <Routes>
          <Route path={`/missions${path}`} element={page} />
        </Routes>
      </TestApiProvider>,
      {
        routeEntries: [`/missions${address}`],
        mountedRoutes: { '/missions': rootRouteRef, ...routes },
      },
    ),
  );
}
