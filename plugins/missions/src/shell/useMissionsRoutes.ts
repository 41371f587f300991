import { useMemo } from 'react';
import { useRouteRef } from '@backstage/core-plugin-api';
import { rootRouteRef } from '../routes';

/** Paths below the plugin's root; `MissionsRouter` mounts the same. */
export const missionsPaths = {
  explorer: 'catalog',
  mission: 'catalog/:source/:name',
  launch: 'catalog/:source/:name/launch',
  actions: 'actions',
  runs: 'runs',
  run: 'runs/:runId',
  approvals: 'approvals',
  control: 'control',
  clusters: 'clusters',
  orbits: 'orbits',
  orbit: 'orbits/:orbitId',
} as const;

/** Addresses of the pages. */
export interface MissionsRoutes {
  explorer(): string;
  /** The mission as it is now, or in the version that a run took. */
  mission(missionRef: string, of?: { version: string; run: string }): string;
  launch(missionRef: string): string;
  actions(): string;
  runs(): string;
  run(runId: string): string;
  approvals(): string;
  control(): string;
  clusters(): string;
  orbits(): string;
  orbit(orbitId: string): string;
}

/** The addresses of all pages, below wherever the portal mounted the plugin. */
export function useMissionsRoutes(): MissionsRoutes {
  const root = useRouteRef(rootRouteRef)();
  return useMemo(() => {
    const base = root.replace(/\/$/, '');
    const at = (path: string) => () => `${base}/${path}`;
    const mission = (missionRef: string) =>
      `${base}/${missionsPaths.explorer}/${missionRef
        .split('/')
        .map(encodeURIComponent)
        .join('/')}`;
    return {
      explorer: at(missionsPaths.explorer),
      mission: (missionRef, of) =>
        of
          ? `${mission(missionRef)}?${new URLSearchParams({ ...of })}`
          : mission(missionRef),
      launch: missionRef => `${mission(missionRef)}/launch`,
      actions: at(missionsPaths.actions),
      runs: at(missionsPaths.runs),
      run: runId =>
        `${base}/${missionsPaths.runs}/${encodeURIComponent(runId)}`,
      approvals: at(missionsPaths.approvals),
      control: at(missionsPaths.control),
      clusters: at(missionsPaths.clusters),
      orbits: at(missionsPaths.orbits),
      orbit: orbitId =>
        `${base}/${missionsPaths.orbits}/${encodeURIComponent(orbitId)}`,
    };
  }, [root]);
}
