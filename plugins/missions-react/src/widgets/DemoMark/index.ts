export { DemoMark } from './DemoMark';
export type { DemoMarkProps } from './DemoMark';
