export type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
  PodRequest,
  ServedResource,
  WatchEvent,
} from './ClusterClient';
export type {
  ClusterAuth,
  ClusterConnection,
  ClusterProvider,
  SeedRefusal,
} from './ClusterProvider';
