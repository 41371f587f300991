export { LiveMark } from './LiveMark';
export type { LiveMarkProps } from './LiveMark';
