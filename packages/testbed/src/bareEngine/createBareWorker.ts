import {
  Registry,
  RunCreator,
  Worker,
  approveAction,
  childRuns,
  noopAction,
  runMissionAction,
  sleepAction,
  type ClusterAccess,
  type DefaultClusterRegistry,
  type Store,
} from '@mission-control/plugin-missions-backend/testUtils';
import {
  kubernetesActions,
  kubernetesChecks,
} from '@mission-control/plugin-missions-backend-module-kubernetes';
import { silent } from './silent';

/** What starts runs and works on them, as the plugin wires it, without the plugin. */
export function createBareWorker(options: {
  store: Store;
  clusters: DefaultClusterRegistry;
  access: ClusterAccess;
  pollMs?: number;
}): { creator: RunCreator; worker: Worker } {
  const { store, clusters, access, pollMs } = options;
  const registry = new Registry();
  registry.addActions(
    approveAction,
    noopAction,
    runMissionAction,
    sleepAction,
    ...kubernetesActions,
  );
  registry.addChecks(...kubernetesChecks);
  const creator = RunCreator.create({ store, clusters });
  const worker = Worker.create({
    store,
    registry,
    clusters: access,
    children: childRuns({ store, creator }),
    logger: silent,
    ...(pollMs !== undefined && { pollMs }),
  });
  return { creator, worker };
}
