import { nextTargetState } from '@mission-control/plugin-missions-common';
import { isAwaitingPlan } from '../../engine';
import type { RunChange } from '../RunChange';
import type { ApprovalRecord } from '../types';
import { wakeGate } from './wakeGate';

/**
 * Lets those go that an approval was for: all planned targets of the run, one
 * target, or one step. What is approved is the plan as it stands in this
 * transaction.
 */
export async function applyApproved(options: {
  change: RunChange;
  approval: {
    readonly kind: ApprovalRecord['kind'];
    readonly targetId?: string;
    readonly message?: string;
  };
  /** Who approved, or which rule. */
  reason: string;
}): Promise<void> {
  const { change, approval, reason } = options;
  change.coordinate = true;
  if (approval.kind === 'gate') {
    await wakeGate({ change, gate: approval, reason });
    return;
  }
  for (const target of await change.targets()) {
    const mine = approval.targetId
      ? target.targetId === approval.targetId
      : isAwaitingPlan(target);
    const state = nextTargetState(target.state, 'approved');
    if (mine && state) {
      await change.setTarget(target.targetId, {
        state,
        approved_hash: target.planHash ?? null,
        approved_plan_json: null,
        // What it may change is another now.
        turn: null,
        reason: target.released ? null : 'Waits for its wave',
        wake_at: target.released ? change.now : null,
      });
      if (target.released) {
        change.woke(target.targetId);
      }
      change.emit({ type: `target.${state}`, targetId: target.targetId });
    }
  }
}
