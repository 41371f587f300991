export { Deadline } from './Deadline';
export { culpritOf, evidenceOf, observe } from './observe';
export type { Observation, Observed } from './observe';
export {
  describeSelection,
  isSelection,
  refSchema,
  select,
  selectionShape,
  SELECTION_RULE,
} from './selection';
export type { Selected, Selection } from './selection';
export { serverTime } from './serverTime';
export { durationSchema, millisecondsOf, spanOf } from './duration';
export { pause } from './pause';
export { isStepTimeout, timeIsUp } from './timeIsUp';
export { untilServed } from './untilServed';
