export { Registry } from './Registry';
