export { readAnswer, readRefusal } from './readAnswer';
export type { ApiAnswer } from './readAnswer';
export type { Refusal } from './refusalOf';
