export type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
  PodRequest,
  ServedResource,
  WatchEvent,
} from './ClusterClient';
export { guardWrites } from './guardWrites';
export type { WriteDeclarations } from './guardWrites';
export { mayChange } from './mayChange';
export { describeResource, requestWords } from './requestWords';
export type { RequestWords } from './requestWords';
export type {
  ClusterAuth,
  ClusterConnection,
  ClusterProvider,
  SeedRefusal,
} from './ClusterProvider';
