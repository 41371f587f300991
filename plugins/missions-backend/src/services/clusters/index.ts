export { AuthorizedClusterService } from './AuthorizedClusterService';
export type { ClusterService } from './ClusterService';
export { DefaultClusterService } from './DefaultClusterService';
