export { readClustersConfig, settingsFor } from './config';
export { UNKNOWN_IDENTITY } from './identity';
export { matchesPattern, namespaceRefusal, writeRefusal } from './guards';
export type { ClusterGuard, WriteRefusal } from './guards';
export { kubeconfigProvider, kubernetesPluginProvider } from './providers';
export { DefaultClusterRegistry } from './registry';
export type {
  ClusterRegistry,
  ClusterRegistryOptions,
  ProviderProblem,
  RegisteredCluster,
} from './registry';
export type { PortalClusterClient, RunIdentity } from './transport';
