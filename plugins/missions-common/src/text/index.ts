export { comparedValues } from './comparedValues';
export type { ValueLayout } from './lookAlike';
export { isUnseen } from './unseen';
export { visibleJson, visibleText, visibleValue } from './visibleText';
