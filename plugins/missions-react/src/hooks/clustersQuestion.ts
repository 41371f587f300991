import { inClusterOrder } from './clusterOrder';
import { sharedQuestion } from './sharedQuestion';

/** All clusters, production first; shared by all of a tab. */
export const clustersQuestion = sharedQuestion(async api =>
  inClusterOrder(await api.listClusters()),
);
