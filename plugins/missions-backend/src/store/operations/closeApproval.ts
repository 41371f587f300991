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
  const closed = await change
    .tx('approvals')
    .where({ id, run_id: change.run.id, state: 'open' })
    .update({ state, decided_at: change.now });
  if (closed === 0) {
    return undefined;
  }
  const row = await change.tx('approvals').where({ id }).first();
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
