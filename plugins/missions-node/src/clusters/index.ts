export type {
  ClusterClient,
  ClusterRequest,
  ClusterResponse,
  KubernetesObject,
  ServedResource,
  WatchEvent,
} from './ClusterClient';
export type {
  ClusterAuth,
  ClusterConnection,
  ClusterProvider,
} from './ClusterProvider';
