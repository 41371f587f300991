export { Worker } from './Worker';
export { describeError } from './describeError';
export type {
  ChildRunStarter,
  ClusterAccess,
  ConnectedCluster,
  WorkerOptions,
} from './types';
