export { isUnseen } from './unseen';
export { visibleJson, visibleText, visibleValue } from './visibleText';
