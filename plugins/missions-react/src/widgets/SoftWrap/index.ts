export { SoftWrap } from './SoftWrap';
export type { SoftWrapProps } from './SoftWrap';
