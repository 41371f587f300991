export {
  compareClusters,
  equalObjects,
  objectDifferences,
} from './compareClusters';
export type { ClusterDifference } from './compareClusters';
export { isCompared, normaliseObject } from './normaliseObject';
export type { ComparableObject } from './normaliseObject';
