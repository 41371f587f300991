export { missionsReactTranslationRef } from './missionsReactTranslationRef';
export { useStateWords } from './useStateWords';
export type { StateWords } from './useStateWords';
export { useText } from './useText';
export type { Text } from './useText';
export { useTimeWords } from './useTimeWords';
export type { TimeWords } from './useTimeWords';
