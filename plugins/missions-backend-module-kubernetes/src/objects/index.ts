export { formatPath, getAt, isAtOrBelow, isRecord, setAt } from './paths';
export type { KeyedItem, Path, Segment } from './paths';
export { sameJson } from './sameJson';
export { leafChanges, leavesOf } from './leaves';
export type { LeafChange } from './leaves';
export { conditionOf, conditionsOf } from './conditions';
export type { Condition } from './conditions';
export {
  definedIn,
  isDefinition,
  notEstablished,
  refusedNames,
} from './definitions';
export type { DefinedKind } from './definitions';
export { normalise, withoutStringData } from './normalise';
export { refOf } from './refs';
export {
  EVENT_KINDS,
  isUnserved,
  kindWithGroup,
  onePerKind,
  refIn,
} from './served';
export {
  assertLastAppliedKept,
  lastAppliedOf,
  lastAppliedPath,
  lastAppliedRefusal,
} from './lastApplied';
export { applyRank, inApplyOrder } from './ordering';
export { collectionPath, locate } from './location';
export type { Location } from './location';
export { readAt, readObject } from './read';
export {
  applyEntryOf,
  entryKey,
  managedFieldsOf,
  ownerAt,
  ownersAt,
  ownsPath,
  unionFields,
} from './managedFields';
export type { FieldsV1, ManagedFieldsEntry } from './managedFields';
export { maskChange, maskObject, maskedValue } from './secrets';
export type { Masking } from './secrets';
