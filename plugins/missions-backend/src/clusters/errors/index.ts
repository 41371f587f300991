export { ConflictKind, readConflict } from './conflict';
export type { FieldConflict } from './conflict';
export {
  AnswerTooLarge,
  RequestTimedOut,
  isBrokenConnection,
  networkError,
} from './networkError';
export { statusError } from './statusError';
export { asStatus } from './readStatus';
export type { KubernetesStatus } from './readStatus';
