export { ConflictKind, readConflict } from './conflict';
export type { FieldConflict } from './conflict';
export {
  AnswerTooLarge,
  RequestTimedOut,
  isBrokenConnection,
  networkError,
} from './networkError';
export { describeResource, requestWords } from './requestWords';
export type { RequestWords } from './requestWords';
export { asStatus, statusError } from './statusError';
export type { KubernetesStatus } from './statusError';
