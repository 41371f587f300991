export { nameOfObject } from './nameOfObject';
export { groupOf, sameObject } from './sameObject';
