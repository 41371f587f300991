export { visibleText } from './visibleText';
