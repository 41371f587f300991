import type { Cluster } from '@mission-control/plugin-missions-common';
import type { ViewState } from '@mission-control/plugin-missions-react';
import { areDemo } from '../shell/missionDemo';

/** That clusters are simulated. */
export interface EntityDemo {
  /** Only these, where others are real. */
  only?: readonly string[];
}

/** What is to be said of the clusters of an entity; of one that names none, of all clusters. */
export function demoOf(
  named: readonly string[],
  clusters: ViewState<readonly Pick<Cluster, 'name' | 'demo'>[]>,
): EntityDemo | undefined {
  const known = clusters.kind === 'ready' ? clusters.data : [];
  const meant =
    named.length === 0
      ? known
      : known.filter(({ name }) => named.includes(name));
  const demo = meant.filter(cluster => cluster.demo).map(({ name }) => name);
  if (demo.length === 0) {
    return undefined;
  }
  return areDemo(meant) ? {} : { only: demo };
}
