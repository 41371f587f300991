import type { ClusterRef } from '@mission-control/plugin-missions-common';
import { useKnownClusters } from '@mission-control/plugin-missions-react';

/** A cluster by its name, with its environment as far as this tab knows it. */
export function useNamedCluster(options: {
  /** Whether there are names to look up. */
  wanted: boolean;
}): (name: string) => ClusterRef {
  const clusters = useKnownClusters(options);
  const known = clusters.kind === 'ready' ? clusters.data : [];
  return name => known.find(cluster => cluster.name === name) ?? { name };
}
