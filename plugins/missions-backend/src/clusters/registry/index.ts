export type {
  ClusterRegistry,
  ProviderProblem,
  RegisteredCluster,
} from './ClusterRegistry';
export { DefaultClusterRegistry } from './DefaultClusterRegistry';
export type { ClusterRegistryOptions } from './DefaultClusterRegistry';
