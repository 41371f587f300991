export { visibleJson, visibleText } from './visibleText';
