import {
  type ApprovalEvent,
  type ApprovalState,
  nextApprovalState,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';

/**
 * Closes an open approval by an event of its table. Undefined when it is not
 * open any more: two people at once, or an expiry that was faster.
 */
export async function closeApproval(options: {
  change: RunChange;
  id: string;
  event: ApprovalEvent;
  by?: string;
  comment?: string;
}): Promise<ApprovalState | undefined> {
  const { change, id, event, by, comment } = options;
  const state = nextApprovalState('open', event)!;
  const row = await change.setApproval(id, { state, decided_at: change.now });
  if (!row) {
    return undefined;
  }
  change.emit({
    type: `approval.${state}`,
    targetId: row.target_id ?? undefined,
    stepId: row.step_id ?? undefined,
    by,
    message: comment,
    data: { approvalId: id, kind: row.kind },
  });
  return state;
}
