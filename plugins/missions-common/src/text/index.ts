export { comparedValues } from './comparedValues';
export type { ValueLayout } from './lookAlike';
export { personName } from './personName';
export { isUnseen } from './unseen';
export { visibleJson, visibleText, visibleValue } from './visibleText';
