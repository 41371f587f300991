import {
  looksAgain,
  workingStates,
} from '@mission-control/plugin-missions-common';
import type { LostKeyError } from '../sealing';
import {
  type Replica,
  type RunChange,
  type Store,
  type TargetRecord,
  leaveTarget,
} from '../store';
import type { HeldLease } from './HeldLease';
import { blockingEvents, tellLostKey } from './tellLostKey';

/**
 * What becomes of a target that needs a key which is not here. A replica that
 * has the key gets it, however long that one is busy; the target says so. When
 * no such replica lives, it tells what is missing. Answers when to look again.
 */
export async function settleLostKey(options: {
  store: Store;
  held: HeldLease;
  replica: Replica;
  error: LostKeyError;
}): Promise<string | undefined> {
  const { store, held, replica, error } = options;
  const { keyId } = error.details;
  let wakeAt: string | undefined;
  await held.commit(async (change, target) => {
    const { targetId } = target;
    if (!goesOn(change, target)) {
      return;
    }
    if (await leaveTarget({ change, replica, targetId, keyId })) {
      await tellWaits(change, target, keyId);
      await change.wakeTarget(targetId);
      return;
    }
    wakeAt = await tellLostKey({ store, change, target, error });
  });
  return wakeAt;
}

/** Whether a worker has anything to do on it: what waits for people needs no key. */
function goesOn({ run }: RunChange, { state }: TargetRecord): boolean {
  return state === 'blocked'
    ? looksAgain(run)
    : workingStates.includes(state) || blockingEvents[state] !== undefined;
}

async function tellWaits(
  change: RunChange,
  { targetId, reason: before }: TargetRecord,
  keyId: string,
): Promise<void> {
  const reason = `Waits for a replica that has the key '${keyId}'`;
  if (before !== reason) {
    await change.setTarget(targetId, { reason });
    change.emit({ type: 'target.waiting', targetId, message: reason });
  }
}
