import type { RenderResult } from '@testing-library/react';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { RunPage } from '../pages/run/RunPage';
import { renderPage } from './renderPage';

/** The page of a run, with a part of the API and a part of its address. */
export function openRun(
  api: Partial<MissionsApi> = {},
  query = '',
): RenderResult {
  return renderPage(<RunPage />, {
    path: '/runs/:runId',
    address: `/runs/run-1${query}`,
    api,
  });
}
