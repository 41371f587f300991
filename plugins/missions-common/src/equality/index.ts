export {
  compareClusters,
  equalObjects,
  objectDifferences,
} from './compareClusters';
export type { ClusterDifference } from './compareClusters';
export {
  bookkeepingAnnotations,
  declaredPart,
  serverMetadata,
  withoutServerFields,
} from './declaredPart';
export { KEY_ANNOTATION } from './exclusions';
export { comparedPart, isCompared, normaliseObject } from './normaliseObject';
export type { ComparableObject } from './normaliseObject';
