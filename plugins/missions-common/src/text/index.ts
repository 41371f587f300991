export { comparedValues } from './comparedValues';
export type { ValueLayout } from './hiddenDifference';
export { isUnseen } from './unseen';
export { visibleJson, visibleText, visibleValue } from './visibleText';
