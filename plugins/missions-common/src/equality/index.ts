export {
  compareClusters,
  equalObjects,
  objectDifferences,
} from './compareClusters';
export type { ClusterDifference } from './compareClusters';
export { comparedPart, isCompared, normaliseObject } from './normaliseObject';
export type { ComparableObject } from './normaliseObject';
