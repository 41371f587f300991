import { useApi } from '@backstage/core-plugin-api';
import {
  clusterResetPermission,
  type Brakes,
  type Cluster,
  type ClusterSourceProblem,
  type SetFreezeRequest,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  useBrakes,
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
  /** What holds writes; absent while that is not known. */
  brakes?: Brakes;
  freeze: ActionState<[SetFreezeRequest]>;
  /** Permission that the person who looks lacks to reset a cluster. */
  missingToReset(cluster: Cluster): string | undefined;
}

/** Data and actions of the clusters page. */
export function useClustersPage(): ClustersPageData {
  const api = useApi(missionsApiRef);
  const clusters = useClusters();
  const brakes = useBrakes();
  const refreshBrakes = brakes.kind === 'ready' ? brakes.refresh : undefined;
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
    brakes: brakes.kind === 'ready' ? brakes.data : undefined,
    freeze: useAction(async (request: SetFreezeRequest) => {
      await api.setFreeze(request);
      await refreshBrakes?.();
    }),
    reset: useAction(async (name: string) => {
      await api.resetCluster(name);
      await reload?.();
    }),
  };
}
