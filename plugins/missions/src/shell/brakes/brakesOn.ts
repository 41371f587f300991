import type {
  Brakes,
  ClusterWindow,
  Freeze,
} from '@mission-control/plugin-missions-common';

/** A cluster, as far as brakes know it. */
export interface BrakedCluster {
  name: string;
  environment?: string;
}

/** What holds writes on some clusters, and on which. */
export type Brake = { clusters: string[] } & (
  | { kind: 'freeze'; freeze: Freeze }
  | { kind: 'window'; window: ClusterWindow }
);

/**
 * What holds writes on these clusters now: freezes, then windows that are
 * closed, the same windows of several clusters together. A run without a
 * cluster is held by a freeze of everything.
 */
export function brakesOn(
  { freezes, windows }: Pick<Brakes, 'freezes' | 'windows'>,
  clusters: readonly BrakedCluster[],
): Brake[] {
  const frozen = freezes.flatMap((freeze): Brake[] => {
    const held = clusters.filter(cluster => isFrozen(freeze, cluster));
    return held.length > 0 || freeze.scope === 'instance'
      ? [{ kind: 'freeze', freeze, clusters: held.map(({ name }) => name) }]
      : [];
  });
  const closed = new Map<string, Brake>();
  for (const window of windows) {
    if (window.open || !clusters.some(({ name }) => name === window.cluster)) {
      continue;
    }
    const key = `${window.name} ${window.changesAt?.toISOString()}`;
    const brake = closed.get(key) ?? { kind: 'window', window, clusters: [] };
    brake.clusters.push(window.cluster);
    closed.set(key, brake);
  }
  return [...frozen, ...closed.values()];
}

function isFrozen({ scope, name }: Freeze, cluster: BrakedCluster): boolean {
  switch (scope) {
    case 'instance':
      return true;
    case 'environment':
      return cluster.environment === name;
    default:
      return cluster.name === name;
  }
}
