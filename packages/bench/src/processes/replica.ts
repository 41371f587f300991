import type { FeedMessage } from '@mission-control/plugin-missions-backend/testUtils';
import createKnex from 'knex';
import { BenchEngine } from '../engine/BenchEngine';
import { createHoldAction } from '../engine/createHoldAction';
import { answerParent } from './answerParent';

/** A replica tells each time that it began a step that holds. */
export interface Begun {
  readonly begun: number;
}

/** One that watches tells how far each run came here, and when. */
export interface Watched {
  readonly runId: string;
  readonly reached: 'first step' | 'end';
  /** Nanoseconds of the clock that all processes of the machine have. */
  readonly at: string;
}

let engine: BenchEngine | undefined;

/** Opens a database and works on its runs, with steps that do nothing or never end. */
answerParent(
  async (request: { open: object } | { hold: true } | { watch: true }) => {
    const hold = createHoldAction(() => {
      process.send!({ begun: process.pid } satisfies Begun);
    });
    if ('open' in request) {
      engine = await BenchEngine.create(createKnex(request.open), hold.action);
      await engine.store.hearReplicas();
      return undefined;
    }
    if ('watch' in request) {
      engine!.store.feed.subscribe(watch);
      return undefined;
    }
    await engine!.useMission(1, hold.action.id);
    await engine!.startRun();
    return undefined;
  },
);

function watch(message: FeedMessage): void {
  const type = message.kind === 'event' ? message.event.type : undefined;
  const reached =
    (type === 'target.awaiting_approval' && 'first step') ||
    (type === 'run.finished' && 'end');
  if (reached) {
    const at = String(process.hrtime.bigint());
    const { runId } = message;
    process.send!({ runId, reached, at } satisfies Watched);
  }
}
