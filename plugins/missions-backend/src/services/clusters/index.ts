export { AuthorizedClusterService } from './AuthorizedClusterService';
export type { ClusterService } from './ClusterService';
export {
  DefaultClusterService,
  toClusterResource,
} from './DefaultClusterService';
export { clusterAccess } from './clusterAccess';
export { standingOf } from './standingOf';
export { standingOfStarter } from './standingOfStarter';
