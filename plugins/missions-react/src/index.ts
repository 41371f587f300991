/**
 * API ref, hooks and widgets of Mission Control for Backstage.
 *
 * @packageDocumentation
 */
export * from './api';
export * from './hooks';
export * from './state';
export {
  missionsReactTranslationRef,
  useErrorWords,
  useStateWords,
  useTimeWords,
} from './text';
export type { ErrorWords, StateWords, TimeWords } from './text';
export * from './widgets';
