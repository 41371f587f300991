export { compileExpression, compileTemplate } from './compile';
export type {
  CompiledExpression,
  CompiledTemplate,
  ExpressionFault,
} from './compile';
export { celOver } from './celOver';
export { dependencies } from './dependencies';
export type { ExpressionDependencies } from './dependencies';
export { readsWhileRunning } from './readsWhileRunning';
export { eachEntries } from './eachEntries';
export { evaluate, evaluateCondition, evaluateOnObject } from './evaluate';
export type { ExpressionScope } from './scope';
export type { SecretReading } from './secretReading';
export type { Reference } from './references';
export { limitTime, TimeLimitError, withinTimeLimit } from './timeLimit';
export type { TimeLimiter } from './timeLimit';
