export { effectsOf, isRealChange } from './effects';
export type { Effect } from './effects';
export { withJournalReadOnce } from './readOnce';
