import {
  looksAgain,
  type RunState,
} from '@mission-control/plugin-missions-common';
import { lookAgainAt } from '../engine';
import {
  type RunChange,
  type Store,
  type TargetRecord,
  moveTarget,
} from '../store';

/**
 * Settles, in the change that blocked a target, when it is looked at again: by
 * `wake_at`, which holds no place and survives the worker. When its time is
 * over it has failed, so that the other clusters of its run go on.
 */
export async function settleBlocked(options: {
  store: Store;
  change: RunChange;
  /** As it was before the change. */
  target: TargetRecord;
  /** What the change made of it. */
  state: RunState | undefined;
  reason: string | undefined;
}): Promise<void> {
  const { store, change, target, state, reason } = options;
  if (state !== 'blocked' || !looksAgain(change.run)) {
    return;
  }
  const next = lookAgainAt(
    new Date(target.blockedSince ?? change.now),
    new Date(change.now),
    store.rules.blocked,
  );
  if (next) {
    await change.setTarget(target.targetId, { wake_at: next.toISOString() });
    return;
  }
  await moveTarget({
    change,
    target: { ...target, state },
    event: 'given_up',
    reason,
    message: [
      `Given up after ${inWords(store.rules.blocked.giveUpAfterMs)}`,
      reason,
    ]
      .filter(Boolean)
      .join(': '),
    data: { givenUp: true },
  });
}

function inWords(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`;
}
