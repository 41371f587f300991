import { useApi } from '@backstage/core-plugin-api';
import type { Cluster } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  useClusters,
  type ActionState,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** All that the clusters page shows. */
export interface ClustersPageData {
  clusters: ViewState<Cluster[]>;
  refresh: ActionState<[]>;
  reset: ActionState<[name: string]>;
}

/** Data and actions of the clusters page. */
export function useClustersPage(): ClustersPageData {
  const api = useApi(missionsApiRef);
  const clusters = useClusters();
  const reload = clusters.kind === 'ready' ? clusters.refresh : undefined;
  return {
    clusters,
    refresh: useAction(async () => {
      await api.listClusters({ refresh: true });
      await reload?.();
    }),
    reset: useAction(async (name: string) => {
      await api.resetCluster(name);
      await reload?.();
    }),
  };
}
