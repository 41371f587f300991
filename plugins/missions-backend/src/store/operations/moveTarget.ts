import {
  type RunState,
  type TargetEvent,
  isTerminal,
  nextTargetState,
  openStepStates,
  unplannedStates,
} from '@mission-control/plugin-missions-common';
import type { Columns } from '../change/WriteSet';
import type { RunChange } from '../RunChange';
import type { TargetRecord } from '../types';
import { endTurn } from './endTurn';

/**
 * Moves a target by an event of its table. Undefined, and nothing changed,
 * when the table refuses it in the state in which the target is by now: a
 * result that comes late never revives a cancelled target.
 */
export async function moveTarget(options: {
  change: RunChange;
  target: TargetRecord;
  event: TargetEvent;
  reason?: string;
  /** What the history says; nothing: the reason. */
  message?: string;
  columns?: Columns;
  data?: Record<string, unknown>;
}): Promise<RunState | undefined> {
  const { change, target, event, reason, columns, data } = options;
  const { message = reason } = options;
  const state = nextTargetState(target.state, event);
  if (!state) {
    return undefined;
  }
  const ended = isTerminal(state);
  await change.setTarget(target.targetId, {
    state,
    reason: reason ?? keptReason(target, state),
    held_json: null,
    ...(event === 'started' && { started_at: change.now }),
    ...blockedSince(change, target, state),
    // It has written nothing yet, and its next plan waits for its wave again.
    ...(state === 'blocked' && { released: false }),
    ...(ended && { finished_at: change.now, wake_at: null }),
    ...columns,
  });
  if (ended) {
    await endTurn({ change, target });
  }
  if (state === 'cancelled') {
    for (const step of await change.steps(target.targetId)) {
      if (openStepStates.includes(step.state)) {
        await change.setStep(step.targetId, step.stepId, {
          state: 'cancelled',
          finished_at: change.now,
        });
      }
    }
  }
  if (event === 'started' && !change.run.startedAt) {
    change.patch.started_at ??= change.now;
  }
  change.coordinate = true;
  change.moved.add(target.targetId);
  change.emit({
    type: `target.${state}`,
    targetId: target.targetId,
    message,
    data:
      state === 'blocked' && target.blockedSince
        ? { ...data, again: true }
        : data,
  });
  return state;
}

/** Of what another run keeps from going on the reason stays. */
function keptReason(
  { reason, turn }: TargetRecord,
  state: RunState,
): string | null {
  return state === 'cancelled' && turn === 'refused' ? reason ?? null : null;
}

/** Since when it is blocked, until it has a plan or a person has it checked again. */
function blockedSince(
  { now }: RunChange,
  { blockedSince: before }: TargetRecord,
  state: RunState,
): { blocked_since?: string | null } {
  if (state === 'blocked') {
    return { blocked_since: before ?? now };
  }
  return unplannedStates.includes(state) ? {} : { blocked_since: null };
}
