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
  useStateWords,
  useTimeWords,
} from './text';
export type { StateWords, TimeWords } from './text';
export * from './widgets';
