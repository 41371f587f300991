export { Registry } from './Registry';
export { actionFacts } from './actionFacts';
