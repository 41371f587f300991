export { groupOf, sameObject } from './sameObject';
