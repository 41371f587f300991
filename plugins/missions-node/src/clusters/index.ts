export type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
  PodRequest,
  ServedResource,
  WatchEvent,
} from './ClusterClient';
export { isApiVersion, isKindName, isPlural } from './apiNames';
export { guardWrites } from './guardWrites';
export type { DeclaredWrite, WriteDeclarations } from './guardWrites';
export { mayChange } from './mayChange';
export { plainRequest } from './plainRequest';
export type { PlainRequest } from './plainRequest';
export { SeenObjects } from './SeenObjects';
export { describeResource, requestWords } from './requestWords';
export type { RequestWords } from './requestWords';
export type {
  ClusterAuth,
  ClusterConnection,
  ClusterProvider,
  ClusterProviderProblem,
  SeedRefusal,
} from './ClusterProvider';
