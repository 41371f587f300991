import {
  type ApprovalState,
  MissionError,
  personName,
} from '@mission-control/plugin-missions-common';
import {
  type Decider,
  isAwaitingPlan,
  tallyDecisions,
  voiceOf,
} from '../../engine';
import type { RunChange } from '../RunChange';
import { parseJson, toApproval, toDecision } from '../rows';
import { applyApproved } from './applyApproved';
import { closeApproval } from './closeApproval';
import { delegationsOf, readDelegations } from './delegations';
import { moveTarget } from './moveTarget';
import { wakeGate } from './wakeGate';

/**
 * Writes one person's word on an approval and, when it decides, what follows.
 * Answers the approval's state. Throws NOT_FOUND, APPROVAL_CLOSED (somebody
 * was faster, or it expired), PLAN_CHANGED (another hash than the one that the
 * person saw), APPROVAL_NOT_YOURS. The same word of the same person twice is
 * harmless.
 */
export async function decideApproval(options: {
  change: RunChange;
  id: string;
  decider: Decider;
  decision: 'approve' | 'reject';
  hash: string;
  comment?: string;
}): Promise<ApprovalState> {
  const { change, id, decider, decision, hash, comment } = options;
  const tx = await change.open();
  const row = await tx('approvals')
    .where({ id, run_id: change.run.id })
    .first();
  if (!row) {
    throw new MissionError('NOT_FOUND', `There is no approval '${id}'`);
  }
  const rows = await tx('approval_decisions').where({ approval_id: id });
  const approval = toApproval(row, rows.map(toDecision));
  const earlier = approval.decisions.find(item => item.by === decider.by);
  if (earlier?.decision === decision && approval.hash === hash) {
    return approval.state;
  }
  if (approval.hash !== hash) {
    throw new MissionError(
      'PLAN_CHANGED',
      `The plan is now ${approval.hash.slice(0, 12)}, not ${hash.slice(
        0,
        12,
      )}, which you looked at`,
    );
  }
  const expired = approval.expiresAt && approval.expiresAt <= change.now;
  if (approval.state !== 'open' || expired || earlier) {
    const said = earlier ? `You said '${earlier.decision}' already` : undefined;
    throw new MissionError(
      'APPROVAL_CLOSED',
      said ?? `The approval is ${expired ? 'expired' : approval.state}`,
    );
  }
  const voice = voiceOf({
    policy: approval.policy,
    initiator: change.run.initiator,
    decider,
    decisions: approval.decisions,
    delegations: delegationsOf(
      approval,
      await readDelegations({
        tx,
        dialect: change.dialect,
        approvalIds: [id],
      }),
    ),
  });
  if ('refusal' in voice) {
    throw new MissionError('APPROVAL_NOT_YOURS', voice.refusal);
  }
  await tx('approval_decisions').insert({
    approval_id: id,
    by: decider.by,
    decision,
    in_place_of: voice.for ?? null,
    comment: comment ?? null,
    at: change.now,
  });
  change.emit({
    type: 'approval.decided',
    targetId: approval.targetId,
    stepId: approval.stepId,
    by: decider.by,
    message: comment,
    data: { approvalId: id, decision, ...voice },
  });
  const event = tallyDecisions(approval.policy, [
    ...approval.decisions,
    { decision },
  ]);
  if (!event) {
    return approval.state;
  }
  const state = (await closeApproval({ change, id, event, by: decider.by }))!;
  const who = personName(decider.by);
  const told = comment ? `${who}: ${comment}` : who;
  if (state === 'approved') {
    await applyApproved({
      change,
      approval,
      reason: `Approval given by ${told}`,
    });
  } else {
    await applyRejected({
      change,
      approval,
      reason: `Rejected by ${told}`,
    });
  }
  return state;
}

/** Rejection, and expiry, end what the approval was for; a gate tells its step. */
export async function applyRejected(options: {
  change: RunChange;
  approval: { kind: string; targetId?: string; message?: string };
  reason: string;
}): Promise<void> {
  const { change, approval, reason } = options;
  change.coordinate = true;
  if (approval.kind === 'gate') {
    await wakeGate({ change, gate: approval, reason });
    return;
  }
  if (!approval.targetId) {
    change.patch.reason = reason;
  }
  for (const target of await change.targets()) {
    const mine = approval.targetId
      ? target.targetId === approval.targetId
      : isAwaitingPlan(target);
    if (mine) {
      await moveTarget({ change, target, event: 'rejected', reason });
    }
  }
}

/** Approvals whose time is up are rejected. Answers how many of this run. */
export async function expireApprovals(options: {
  change: RunChange;
}): Promise<number> {
  const { change } = options;
  const rows = (await change.openApprovals()).filter(
    row => row.expires_at !== null && row.expires_at <= change.now,
  );
  for (const row of rows) {
    await closeApproval({ change, id: row.id, event: 'time_is_up' });
    await applyRejected({
      change,
      approval: {
        kind: row.kind,
        targetId: row.target_id ?? undefined,
        message: row.message ?? undefined,
      },
      reason: `Nobody decided until ${row.expires_at} (${
        parseJson(row.policy_json).count
      } needed)`,
    });
  }
  return rows.length;
}
