import { MissionError } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { type Hold, holdOf, placeOf } from '../engine';
import {
  type RunRecord,
  type TargetRecord,
  isTakingBack,
  readFreezes,
} from '../store';
import type { TargetSession } from './TargetSession';

/**
 * What holds the writes of a target now: a freeze, or a change window that is
 * closed. Undo runs are exempt.
 *
 * @remarks Asked before a step that writes begins or goes on, and once more in
 * the transaction that journals each single write. So what may still reach the
 * cluster after a freeze was committed is what was journalled before: for each
 * running step the writes that it had under way at that moment. There is
 * no cache, and no replica has to be told.
 */
export async function holdOfTarget(options: {
  session: Pick<TargetSession, 'store' | 'connected'>;
  tx: Knex | Knex.Transaction;
  run: RunRecord;
  target: TargetRecord;
  /** The database's clock; asked when it is left out and needed. */
  now?: string;
}): Promise<Hold | undefined> {
  const { session, tx, run, target, now } = options;
  const { store, connected } = session;
  const { windows } = store.rules;
  const freezes = await readFreezes({ tx });
  if (freezes.length === 0 && windows.length === 0) {
    return undefined;
  }
  if (await isTakingBack({ tx, run })) {
    return undefined;
  }
  return holdOf({
    place: {
      ...placeOf(target.clusterRef, connected?.ref),
      clusterUid: target.clusterUid,
    },
    freezes,
    windows,
    passesWindows: run.windowPass !== undefined,
    now: now === undefined ? await store.now(tx) : new Date(now),
  });
}

/** Remembers that a brake held a call: from then on it begins no write at all. */
export class CallBrake {
  #hold: Hold | undefined;

  /** What held it. */
  get hold(): Hold | undefined {
    return this.#hold;
  }

  /** Throws STATE_REFUSED once something held the call. */
  guard(): void {
    if (this.#hold) {
      throw heldBy(this.#hold);
    }
  }

  /** Throws STATE_REFUSED when there is something that holds it. */
  check(hold: Hold | undefined): void {
    this.#hold ??= hold;
    this.guard();
  }
}

function heldBy({ message }: Hold): MissionError {
  return new MissionError(
    'STATE_REFUSED',
    `Nothing is written for now: ${message}`,
  );
}
