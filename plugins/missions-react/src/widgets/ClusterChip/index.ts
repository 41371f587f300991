export { ClusterChip } from './ClusterChip';
export type { ClusterChipProps } from './ClusterChip';
export { clusterColour } from './clusterColour';
