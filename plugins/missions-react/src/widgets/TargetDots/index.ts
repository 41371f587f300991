export { TargetDots } from './TargetDots';
export type { TargetDotsProps } from './TargetDots';
