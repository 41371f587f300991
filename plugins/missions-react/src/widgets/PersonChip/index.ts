export { PersonChip } from './PersonChip';
export type { PersonChipProps } from './PersonChip';
