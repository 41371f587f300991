import {
  comparePlans,
  planSummary,
} from '@mission-control/plugin-missions-common';
import { approvalExpiry, approvalPolicyOf, automaticRule } from '../engine';
import {
  type RunChange,
  type TargetRecord,
  insertApproval,
  moveTarget,
  newId,
  approvedPlanColumns,
  planColumns,
  readApprovedPlan,
  savePlannedSteps,
} from '../store';
import { changesWithDrift, driftReason } from './driftWords';
import type { MadePlan } from './PlanDraft';
import type { TargetSession } from './TargetSession';

/**
 * Saves a plan that can be carried out. A target that was approved before goes
 * on with what was approved; with anything else it waits for an approval of its
 * own, which tells what is another. A target that takes no plan any more stays.
 */
export async function settlePlan(options: {
  session: TargetSession;
  change: RunChange;
  target: TargetRecord;
  made: MadePlan;
  event: 'planned' | 'plan_only_done' | 'drifted';
}): Promise<void> {
  const { session, change, target, made, event } = options;
  const { plan } = made;
  const { targetId, approvedHash } = target;
  const data = { hash: plan.hash };
  const before =
    approvedHash === undefined
      ? undefined
      : await readApprovedPlan({
          tx: await change.open(),
          runId: change.run.id,
          targetId,
        });
  const drifted = before !== undefined && approvedHash !== plan.hash;
  const columns =
    before && !drifted
      ? approvedPlanColumns(change, target, plan)
      : planColumns(change, target, plan);
  const differences = drifted ? comparePlans(before, plan) : [];
  const reason = drifted ? driftReason(differences) : undefined;
  const state = await moveTarget({
    change,
    target,
    event,
    reason,
    columns,
    data,
  });
  if (!state) {
    return;
  }
  const isFirst = target.plannedAt === undefined;
  await savePlannedSteps({ ...made, change, targetId, isFirst });
  if (drifted) {
    await askForDrift();
  } else if (before) {
    await moveTarget({
      change,
      target: { ...target, state },
      event: 'approved',
      reason: target.released ? undefined : 'Waits for its wave',
      message: 'The plan is what was approved before',
    });
  }

  async function askForDrift() {
    const now = new Date(change.now);
    const { approval } = session.session.spec;
    await insertApproval({
      change,
      approval: {
        id: newId(now),
        kind: 'drift',
        targetId,
        hash: plan.hash,
        message: reason,
        policy: approvalPolicyOf(approval),
        changes: changesWithDrift(plan.changes, differences),
        expiresAt: approvalExpiry(approval, now).toISOString(),
        // What a person agreed to is another now: a rule agrees to nothing new.
        automatic: automaticRule({
          approval,
          summaries: [planSummary(plan.changes)],
          demo: false,
          rules: session.store.rules,
        }),
      },
    });
  }
}
