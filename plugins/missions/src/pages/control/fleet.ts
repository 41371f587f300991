import {
  rollUpOrder,
  type Cluster,
  type RunState,
  type RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  environmentRank,
  type Tone,
} from '@mission-control/plugin-missions-react';
import { standingOn, standingTone } from '../../shell/standing';
import { toneOrder } from '../../shell/toneOrder';
import { lastOn, type LastRun, type ListedRun } from './lastOn';
import type { WritesOf } from './writes';

/** A cluster that was not asked for this long is unknown. */
const STALE_MS = 10 * 60_000;
/** A proof older than this says what was, not what is. */
const PROOF_MS = 24 * 60 * 60_000;

/**
 * Why a tile says what it says: the cluster gave no answer, or was not asked
 * lately, or nobody knows its runs or what they wrote; a run is active; one that
 * ended speaks, or was taken back and none stood before it; nothing has run.
 */
export type TileKind =
  | LastRun['kind']
  | 'no_answer'
  | 'stale'
  | 'active'
  | 'none';

/** What a tile of the fleet says. */
export interface Tile {
  cluster: Cluster;
  tone: Tone;
  kind: TileKind;
  /** The run that speaks for the cluster; absent when none does. */
  run?: ListedRun;
  state?: RunState;
  /** Active runs on the cluster besides that one. */
  more: number;
}

/** What is known about runs; undefined when nobody could tell. */
export interface KnownRuns {
  active: readonly RunSummary[];
  /** Newest first. An orbit only looks: what it found is its verdict. */
  completed: readonly RunSummary[];
}

/** The tiles of one environment. */
export interface Environment {
  name: string;
  tiles: Tile[];
}

/**
 * What each cluster is doing. Whatever is unknown outranks everything: first no
 * answer, then an answer that is old, then runs that nobody could read. Then the
 * run that needs a person most, of equal ones the oldest, then the ended run that
 * speaks for the cluster: before all others when it failed and is still there.
 */
export function tileOf(
  cluster: Cluster,
  runs: KnownRuns | undefined,
  writesOf: WritesOf,
  now: Date,
): Tile {
  const unknown = (kind: TileKind): Tile => ({
    cluster,
    kind,
    tone: 'unknown',
    more: 0,
  });
  if (!cluster.reachable) {
    return unknown('no_answer');
  }
  if (!cluster.checkedAt || +now - +cluster.checkedAt > STALE_MS) {
    return unknown('stale');
  }
  if (!runs) {
    return unknown('runs_unknown');
  }
  const here = runs.active
    .flatMap(run => stateOn(run, cluster.name))
    .sort(
      (a, b) =>
        toneOrder.indexOf(a.tone) - toneOrder.indexOf(b.tone) ||
        rollUpOrder.indexOf(a.state) - rollUpOrder.indexOf(b.state) ||
        +a.run.createdAt - +b.run.createdAt,
    );
  const last = lastOn(cluster.name, runs.completed, writesOf);
  if (here[0] && !(last?.tone === 'fail' && here[0].tone !== 'fail')) {
    return { cluster, kind: 'active', ...here[0], more: here.length - 1 };
  }
  return last
    ? {
        cluster,
        more: here.length,
        ...last,
        tone: last.tone === 'ok' && isOld(last.run, now) ? 'idle' : last.tone,
      }
    : { cluster, kind: 'none', tone: 'idle', more: 0 };
}

function isOld({ finishedAt, createdAt }: RunSummary, now: Date): boolean {
  return +now - +(finishedAt ?? createdAt) > PROOF_MS;
}

function stateOn(run: RunSummary, name: string) {
  const target = run.targets.find(({ id }) => id === name);
  return target
    ? [
        {
          run,
          state: target.state,
          tone: standingTone(standingOn(run, target)),
        },
      ]
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
        environmentRank(a.name) - environmentRank(b.name) ||
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

/** When the cluster was asked that was asked longest ago. */
export function oldestCheck(tiles: readonly Tile[]): Date | undefined {
  const times = tiles.flatMap(({ cluster }) => cluster.checkedAt ?? []);
  return times.length > 0
    ? new Date(Math.min(...times.map(Number)))
    : undefined;
}
