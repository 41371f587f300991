export { FieldDiff } from './FieldDiff';
export type { FieldDiffProps } from './FieldDiff';
export { formatValue } from './formatValue';
