import { useApi } from '@backstage/core-plugin-api';
import {
  clusterResetPermission,
  type Cluster,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  useClusters,
  type ActionState,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { usePermitted } from '../../shell/usePermitted';

/** All that the clusters page shows. */
export interface ClustersPageData {
  clusters: ViewState<Cluster[]>;
  refresh: ActionState<[]>;
  reset: ActionState<[name: string]>;
  /** Permission that the person who looks lacks to reset a cluster. */
  missingToReset(cluster: Cluster): string | undefined;
}

/** Data and actions of the clusters page. */
export function useClustersPage(): ClustersPageData {
  const api = useApi(missionsApiRef);
  const clusters = useClusters();
  const reload = clusters.kind === 'ready' ? clusters.refresh : undefined;
  const resettable =
    clusters.kind === 'ready'
      ? clusters.data.filter(({ canReset }) => canReset)
      : [];
  const resetting = usePermitted(
    clusterResetPermission,
    resettable.map(({ name }) => name),
  );
  return {
    missingToReset: ({ name }) =>
      resetting.denied(name) ? clusterResetPermission.name : undefined,
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
