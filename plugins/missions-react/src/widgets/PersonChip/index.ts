export { PersonChip, personName } from './PersonChip';
export type { PersonChipProps } from './PersonChip';
