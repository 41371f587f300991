import type { Engine } from './createEngine';

/** What a process may be asked of its engine: the path of the request is its name. */
export type Question = Exclude<keyof Engine, 'stop'>;

/** All of them. */
export const QUESTIONS = Object.keys({
  saveMissions: true,
  startRun: true,
  approveAll: true,
  reject: true,
  pause: true,
  resume: true,
  cancel: true,
  decide: true,
  recheck: true,
  undo: true,
  holdPool: true,
  fillFile: true,
  setClock: true,
} satisfies Record<Question, true>) as Question[];
