import type { RenderResult } from '@testing-library/react';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { OrbitPage } from '../pages/orbits/OrbitPage';
import { renderPage } from './renderPage';

/** The page of an orbit, with a part of the API and a part of its address. */
export function openOrbit(
  api: Partial<MissionsApi> = {},
  query = '',
): RenderResult {
  return renderPage(<OrbitPage />, {
    path: '/orbits/:orbitId',
    address: `/orbits/orbit-1${query}`,
    api,
  });
}
