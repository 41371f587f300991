export { missionsReactTranslationRef } from './missionsReactTranslationRef';
export { useErrorWords } from './useErrorWords';
export type { ErrorWords } from './useErrorWords';
export { useStateWords } from './useStateWords';
export type { StateWords } from './useStateWords';
export { useText } from './useText';
export type { Text } from './useText';
export { useTimeWords } from './useTimeWords';
export type { TimeWords } from './useTimeWords';
