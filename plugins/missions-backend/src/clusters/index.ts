export { readClustersConfig, settingsFor } from './config';
export { matchesPattern, namespaceRefusal, writeRefusal } from './guards';
export { askIdentity, STARTER_IDENTITY, UNKNOWN_IDENTITY } from './identity';
export type { Impersonation } from './transport/impersonation';
export { readStarterNeeds } from './starterNeeds';
export type { StarterNeeds } from './starterNeeds';
export type { Starter } from './starterIdentity';
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
