export { ClusterChip } from './ClusterChip';
export type { ClusterChipProps } from './ClusterChip';
export { DemoClustersProvider, useDemoCluster } from './demoClusters';
export type { DemoClustersProviderProps } from './demoClusters';
export { clusterColour } from './clusterColour';
export { isSequenceTarget } from './isSequenceTarget';
