export { RunStrip } from './RunStrip';
export type { RunStripProps } from './RunStrip';
