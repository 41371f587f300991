import {
  type CheckResult,
  type RunState,
  type TargetEvent,
  looksAgain,
  workingStates,
} from '@mission-control/plugin-missions-common';
import { lookAgainAt } from '../engine';
import type { LostKeyError } from '../sealing';
import {
  type RunChange,
  type Store,
  type TargetRecord,
  clearEvidence,
  insertEvidence,
  moveTarget,
} from '../store';
import { settleBlocked } from './settleBlocked';
import { unbrokenSince } from './unbrokenSince';

/** More than a run is looked at again before it is given up. */
const MOST_TOLD = 1_000;

/** How a target that has no plan yet is blocked. */
export const blockingEvents: Partial<Record<RunState, readonly TargetEvent[]>> =
  {
    queued: ['started', 'preflight_failed'],
    preflight: ['preflight_failed'],
    planning: ['plan_failed'],
    blocked: ['rechecked', 'preflight_failed'],
  };

/** One target of which a worker cannot open what it needs. */
interface Shut {
  readonly store: Store;
  readonly change: RunChange;
  readonly target: TargetRecord;
  readonly error: LostKeyError;
  readonly reason: string;
}

/**
 * Says on a target why it does not go on: it needs a key that no replica has.
 * Without a plan it is blocked; one at work keeps its state, is looked at again,
 * and goes on when the key is back. Of a run that nobody watches it is given up,
 * as what is blocked is. Answers when to look again.
 */
export async function tellLostKey(
  shut: Omit<Shut, 'reason'>,
): Promise<string | undefined> {
  const { target, error } = shut;
  const reason = `${error.message} (${error.code})`;
  if (workingStates.includes(target.state)) {
    return tellWorking({ ...shut, reason });
  }
  await block({ ...shut, reason });
  return undefined;
}

async function block(shut: Shut): Promise<void> {
  const { store, change, target, error, reason } = shut;
  const events = blockingEvents[target.state] ?? [];
  const result: CheckResult = {
    id: 'sealing-key',
    check: 'core:sealing-key',
    title: 'What the run sealed can be opened',
    phase: 'preflight',
    targetId: target.targetId,
    at: new Date(change.now),
    status: 'unknown',
    message: reason,
    evidence: [],
    ...(error.remedy && { remedy: { text: error.remedy } }),
  };
  const { targetId } = target;
  await clearEvidence({ change, targetId, phases: ['preflight'] });
  await insertEvidence({ change, targetId, results: [result] });
  let { state } = target;
  for (const event of events) {
    state = (await moveTarget({
      change,
      target: { ...target, state },
      event,
      reason: event === events.at(-1) ? reason : undefined,
    }))!;
  }
  await settleBlocked({ store, change, target, state, reason });
}

async function tellWorking(shut: Shut): Promise<string | undefined> {
  const { store, change, target, reason } = shut;
  const { targetId } = target;
  if (target.reason !== reason) {
    await change.setTarget(targetId, { reason });
    change.emit({ type: 'target.waiting', targetId, message: reason });
  }
  const { blocked } = store.rules;
  const now = new Date(change.now);
  if (!looksAgain(change.run)) {
    return new Date(now.getTime() + blocked.lookEveryMs).toISOString();
  }
  const next = lookAgainAt(await toldSince(shut), now, blocked);
  if (!next) {
    await giveUp(shut);
  }
  return next?.toISOString();
}

/**
 * Since when it says so without a replica in between that had the key and went
 * on; the event of this change is not there yet.
 */
async function toldSince({
  store,
  change,
  target,
  reason,
}: Shut): Promise<Date> {
  const tx = await change.open();
  const rows = await tx('run_events')
    .where({
      run_id: change.run.id,
      target_id: target.targetId,
      type: 'target.waiting',
      message: reason,
    })
    .orderBy('seq', 'desc')
    .limit(MOST_TOLD)
    .select('at');
  const told = rows.map(({ at }) => Date.parse(at));
  const until =
    target.reason === reason && told.length > 0
      ? told[0]
      : Date.parse(change.now);
  // Who looks again tells it again after `lookEveryMs`, and may be late.
  const gapMs = 2 * store.rules.blocked.lookEveryMs;
  return new Date(unbrokenSince(told, until, gapMs));
}

/** Its worker is here, so nothing has to be stopped first. */
async function giveUp({ change, target, reason }: Shut): Promise<void> {
  let { state } = target;
  for (const event of ['cancel_requested', 'cancelled'] as const) {
    const current = { ...target, state };
    state = (await moveTarget({ change, target: current, event, reason }))!;
  }
}
