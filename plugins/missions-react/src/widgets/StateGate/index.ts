export { StateGate } from './StateGate';
export type { StateGateProps } from './StateGate';
