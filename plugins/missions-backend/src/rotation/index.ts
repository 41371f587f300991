export { KeyRotator } from './KeyRotator';
export type { KeyRotatorOptions } from './KeyRotator';
