import createKnex from 'knex';
import { BenchEngine } from '../engine/BenchEngine';
import { createHoldAction } from '../engine/createHoldAction';
import { answerParent } from './answerParent';

/** A replica tells each time that it began a step that holds. */
export interface Begun {
  readonly begun: number;
}

let engine: BenchEngine | undefined;

/** Opens a database and works on its runs, with steps that do nothing or never end. */
answerParent(async (request: { open: object } | { hold: true }) => {
  const hold = createHoldAction(() => {
    process.send!({ begun: process.pid } satisfies Begun);
  });
  if ('open' in request) {
    engine = await BenchEngine.create(createKnex(request.open), hold.action);
    await engine.store.hearReplicas();
    return undefined;
  }
  await engine!.useMission(1, hold.action.id);
  await engine!.startRun();
  return undefined;
});
