import type {
  Orbit,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  useClusters,
  useOrbits,
  useRuns,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { tileOf, type Tile } from './fleet';

const DAY_MS = 24 * 60 * 60 * 1_000;

/** All that Mission Control shows. */
export interface ControlPageData {
  tiles: Tile[];
  active: RunSummary[];
  /** Orbits that are due within a day, the next one first. */
  next: Orbit[];
}

/** Data of Mission Control. */
export function useControlPage(): ViewState<ControlPageData> {
  const clusters = useClusters();
  const active = useRuns({ group: 'active', limit: 100 });
  const waiting = useRuns({ group: 'waiting', limit: 100 });
  const completed = useRuns({ group: 'completed', limit: 100 });
  const orbits = useOrbits();
  const activeRuns = unique([...itemsOf(waiting), ...itemsOf(active)]);
  const horizon = Date.now() + DAY_MS;
  return mapReady(clusters, all => ({
    tiles: all.map(cluster => tileOf(cluster, activeRuns, itemsOf(completed))),
    active: activeRuns,
    next: (orbits.kind === 'ready' ? orbits.data : [])
      .filter(
        ({ nextRunAt, paused }) =>
          !paused && nextRunAt && nextRunAt.getTime() < horizon,
      )
      .sort((a, b) => timeOf(a) - timeOf(b)),
  }));
}

function itemsOf(state: ViewState<{ items: RunSummary[] }>): RunSummary[] {
  return state.kind === 'ready' ? state.data.items : [];
}

function unique(runs: RunSummary[]): RunSummary[] {
  return [...new Map(runs.map(run => [run.id, run])).values()];
}

function timeOf(orbit: Orbit): number {
  return orbit.nextRunAt?.getTime() ?? 0;
}
