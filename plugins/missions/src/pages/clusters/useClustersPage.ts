import { useApi } from '@backstage/core-plugin-api';
import {
  clusterResetPermission,
  type Cluster,
  type ClusterSourceProblem,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  useClusters,
  usePolled,
  type ActionState,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { usePermitted } from '../../shell/usePermitted';

/** Sources are read again seldom. */
const PROBLEMS_MS = 60_000;

/** All that the clusters page shows. */
export interface ClustersPageData {
  clusters: ViewState<Cluster[]>;
  /** Why clusters are missing. */
  problems: readonly ClusterSourceProblem[];
  refresh: ActionState<[]>;
  reset: ActionState<[name: string]>;
  /** Permission that the person who looks lacks to reset a cluster. */
  missingToReset(cluster: Cluster): string | undefined;
}

/** Data and actions of the clusters page. */
export function useClustersPage(): ClustersPageData {
  const api = useApi(missionsApiRef);
  const clusters = useClusters();
  const problems = usePolled(() => api.listClusterProblems(), {
    key: 'clusterProblems',
    intervalMs: PROBLEMS_MS,
  });
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
    problems: problems.kind === 'ready' ? problems.data : [],
    refresh: useAction(async () => {
      await api.listClusters({ refresh: true });
      await reload?.();
      await (problems.kind === 'ready' && problems.refresh());
    }),
    reset: useAction(async (name: string) => {
      await api.resetCluster(name);
      await reload?.();
    }),
  };
}
