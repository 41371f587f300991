import type {
  Cluster,
  RunState,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  runStateMeta,
  type Tone,
} from '@mission-control/plugin-missions-react';

/** What a tile of the fleet says. */
export interface Tile {
  cluster: Cluster;
  tone: Tone;
  /** The run that speaks for the cluster; absent when none does. */
  run?: RunSummary;
  state?: RunState;
  kind: 'no_answer' | 'active' | 'last' | 'none';
}

/** The tiles of one environment. */
export interface Environment {
  name: string;
  tiles: Tile[];
}

/** Tones in the order in which the eye shall meet them. */
const toneOrder: readonly Tone[] = [
  'fail',
  'wait',
  'warn',
  'unknown',
  'run',
  'pause',
  'ok',
  'idle',
];

/**
 * What each cluster is doing: no answer outranks everything, then the run that
 * needs a person most, then the last run that ended on it.
 */
export function tileOf(
  cluster: Cluster,
  active: readonly RunSummary[],
  completed: readonly RunSummary[],
): Tile {
  if (!cluster.reachable) {
    return { cluster, tone: 'unknown', kind: 'no_answer' };
  }
  const here = active
    .flatMap(run => stateOn(run, cluster.name))
    .sort((a, b) => toneOrder.indexOf(a.tone) - toneOrder.indexOf(b.tone));
  if (here[0]) {
    return { cluster, kind: 'active', ...here[0] };
  }
  const last = completed.flatMap(run => stateOn(run, cluster.name))[0];
  return last
    ? { cluster, kind: 'last', ...last }
    : { cluster, kind: 'none', tone: 'idle' };
}

function stateOn(run: RunSummary, name: string) {
  const target = run.targets.find(({ id }) => id === name);
  return target
    ? [{ run, state: target.state, tone: runStateMeta[target.state].tone }]
    : [];
}

/** Tiles by environment; production first, then by name. */
export function byEnvironment(tiles: readonly Tile[]): Environment[] {
  const environments = new Map<string, Tile[]>();
  for (const tile of tiles) {
    const name = tile.cluster.environment;
    environments.set(name, [...(environments.get(name) ?? []), tile]);
  }
  return [...environments]
    .map(([name, all]) => ({ name, tiles: all }))
    .sort(
      (a, b) =>
        Number(isProduction(b)) - Number(isProduction(a)) ||
        a.name.localeCompare(b.name),
    );
}

function isProduction({ tiles }: Environment): boolean {
  return tiles.some(({ cluster }) => cluster.production);
}

/** How many tiles have which tone, the worst first. */
export function countTones(tiles: readonly Tile[]) {
  return toneOrder
    .map(tone => ({
      tone,
      count: tiles.filter(tile => tile.tone === tone).length,
    }))
    .filter(({ count }) => count > 0);
}
