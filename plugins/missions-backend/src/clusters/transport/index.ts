export { ClusterTransport } from './ClusterTransport';
export { ConnectionPool } from './ConnectionPool';
export { createCredentials } from './createCredentials';
export { DefaultClusterClient } from './DefaultClusterClient';
export type {
  PortalClusterClient,
  RequestGuard,
  RunIdentity,
} from './DefaultClusterClient';
export { Discovery } from './Discovery';
