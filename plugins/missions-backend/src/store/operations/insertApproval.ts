import type {
  ApprovalPolicy,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import { toJson } from '../rows';
import { applyApproved } from './applyApproved';

/** A request to people, before it is written. */
export interface NewApproval {
  readonly id: string;
  readonly kind: 'plan' | 'drift' | 'supplementary' | 'gate';
  readonly targetId?: string;
  readonly stepId?: string;
  readonly hash: string;
  readonly message?: string;
  readonly policy: ApprovalPolicy;
  readonly changes?: readonly PlannedChange[];
  readonly expiresAt?: string;
  /** Approved at once by this rule, and recorded as such. */
  readonly automatic?: string;
}

/** Opens an approval, or writes one that a rule approved and lets its targets go. */
export async function insertApproval(options: {
  change: RunChange;
  approval: NewApproval;
}): Promise<void> {
  const { change, approval } = options;
  const { automatic } = approval;
  const approved = automatic !== undefined;
  await change.addApproval({
    id: approval.id,
    run_id: change.run.id,
    target_id: approval.targetId ?? null,
    step_id: approval.stepId ?? null,
    kind: approval.kind,
    state: approved ? 'approved' : 'open',
    hash: approval.hash,
    message: approval.message ?? null,
    policy_json: JSON.stringify(approval.policy),
    changes_json: toJson(approval.changes),
    automatic: approval.automatic ?? null,
    created_at: change.now,
    expires_at: approval.expiresAt ?? null,
    decided_at: approved ? change.now : null,
  });
  change.emit({
    type: approved ? 'approval.automatic' : 'approval.opened',
    targetId: approval.targetId,
    stepId: approval.stepId,
    message: approval.automatic ?? approval.message,
    data: { approvalId: approval.id, kind: approval.kind, hash: approval.hash },
  });
  if (approved) {
    await applyApproved({ change, approval, reason: automatic });
  }
}
