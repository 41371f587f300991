export { ConflictKind, readConflict } from './conflict';
export type { FieldConflict } from './conflict';
export {
  AnswerTooLarge,
  RequestTimedOut,
  isBrokenConnection,
  networkError,
} from './networkError';
export { asStatus, statusError } from './statusError';
export type { KubernetesStatus } from './statusError';
