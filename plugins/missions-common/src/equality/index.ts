export {
  compareClusters,
  equalObjects,
  objectDifferences,
} from './compareClusters';
export type { ClusterDifference } from './compareClusters';
export {
  bookkeepingAnnotations,
  declaredPart,
  LAST_APPLIED_ANNOTATION,
  serverMetadata,
  withoutServerFields,
} from './declaredPart';
export { KEY_ANNOTATION } from './exclusions';
export { comparedPart, isCompared, normaliseObject } from './normaliseObject';
export type { ComparableObject } from './normaliseObject';
