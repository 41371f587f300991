export { DEMO_CLUSTERS } from './demoClusters';
export type { DemoCluster } from './demoClusters';
export { DemoClusterProvider } from './DemoClusterProvider';
export type { DemoClusterProviderOptions } from './DemoClusterProvider';
