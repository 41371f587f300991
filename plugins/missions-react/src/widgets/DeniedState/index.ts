export { DeniedState } from './DeniedState';
export type { DeniedStateProps } from './DeniedState';
