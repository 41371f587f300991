export { Worker } from './Worker';
export { describeError } from './describeError';
export type {
  ChildRunStarter,
  ClusterAccess,
  ClusterStanding,
  ConnectedCluster,
  WorkerOptions,
} from './types';
