import type { RenderResult } from '@testing-library/react';
import type { MissionsApi } from '@mission-control/plugin-missions-react';
import { LaunchPage } from '../pages/launch/LaunchPage';
import { renderPage } from './renderPage';

/** The page on which `local/web` is started. */
export function openLaunch(options: {
  /** Part of its address. */
  query?: string;
  api?: Partial<MissionsApi>;
  /** Permissions that the person who looks does not have. */
  denied?: readonly string[];
}): RenderResult {
  const { query = '', ...rest } = options;
  return renderPage(<LaunchPage />, {
    path: '/explorer/:source/:name/launch',
    address: `/explorer/local/web/launch${query}`,
    ...rest,
  });
}
