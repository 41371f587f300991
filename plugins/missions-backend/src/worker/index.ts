export { Worker } from './Worker';
export type {
  ChildRunStarter,
  ClusterAccess,
  ConnectedCluster,
  WorkerOptions,
} from './types';
