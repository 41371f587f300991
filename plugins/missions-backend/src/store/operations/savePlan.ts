import type {
  CheckResult,
  TargetPlan,
} from '@mission-control/plugin-missions-common';
import { planSummary } from '@mission-control/plugin-missions-common';
import type { RunChange } from '../RunChange';
import { toJson } from '../rows';
import { insertEvidence } from './insertEvidence';

/** A step as planning left it. */
export interface PlannedStep {
  readonly stepId: string;
  readonly sourceId: string;
  readonly item?: { readonly key: string; readonly value: unknown };
  readonly name: string;
  readonly action: string;
  readonly effect: 'read' | 'write';
  /** Reads that were run, and steps whose condition is false, are done already. */
  readonly state: 'pending' | 'succeeded' | 'skipped';
  readonly skipReason?: string;
  /** Masked. */
  readonly input?: unknown;
  /** Masked. */
  readonly output?: unknown;
  /** The whole output, sealed, where it holds secrets. */
  readonly outputSealed?: string;
}

/**
 * Columns of a plan for the target's row. The plan itself holds its hash. One
 * that was approved is kept beside it, until the new one is.
 */
export function planColumns(
  { tx, now }: Pick<RunChange, 'tx' | 'now'>,
  plan: TargetPlan,
): Record<string, unknown> {
  return {
    approved_plan_json: tx.raw(
      'CASE WHEN plan_hash = approved_hash THEN plan_json ELSE approved_plan_json END',
    ),
    plan_json: JSON.stringify(plan),
    plan_summary_json: JSON.stringify(planSummary(plan.changes)),
    plan_hash: plan.hash,
    planned_at: now,
    recheck: false,
  };
}

/** Those of a plan that is what was approved. */
export function approvedPlanColumns(
  change: Pick<RunChange, 'tx' | 'now'>,
  plan: TargetPlan,
): Record<string, unknown> {
  return { ...planColumns(change, plan), approved_plan_json: null };
}

/**
 * Replaces the target's steps by those of a new plan, and what its reads saw.
 * Lines of an earlier one stay, so that a step goes on counting behind its own.
 */
export async function savePlannedSteps(options: {
  change: RunChange;
  targetId: string;
  steps: readonly PlannedStep[];
  /** What the reads saw that ran while planning. */
  evidence?: readonly CheckResult[];
}): Promise<void> {
  const { change, targetId, steps, evidence = [] } = options;
  const ids = { run_id: change.run.id, target_id: targetId };
  change.moved.add(targetId);
  const reads = change
    .tx('run_steps')
    .where({ ...ids, effect: 'read' })
    .select('step_id');
  await change
    .tx('run_evidence')
    .where({ ...ids, phase: 'step' })
    .whereIn('step_id', reads)
    .delete();
  await change.tx('run_steps').where(ids).delete();
  const logged: { step_id: string; seq: unknown }[] = await change
    .tx('run_logs')
    .where(ids)
    .groupBy('step_id')
    .select('step_id')
    .max({ seq: 'seq' });
  const lines = new Map(logged.map(row => [row.step_id, Number(row.seq)]));
  const rows = steps.map((step, position) => ({
    ...ids,
    step_id: step.stepId,
    position,
    source_id: step.sourceId,
    item_json: toJson(step.item),
    name: step.name,
    action: step.action,
    effect: step.effect,
    state: step.state,
    attempt: step.state === 'succeeded' ? 1 : 0,
    input_json: toJson(step.input),
    output_json: toJson(step.output),
    output_sealed: step.outputSealed ?? null,
    skip_reason: step.skipReason ?? null,
    started_at: step.state === 'succeeded' ? change.now : null,
    finished_at: step.state === 'pending' ? null : change.now,
    log_seq: lines.get(step.stepId) ?? 0,
  }));
  if (rows.length > 0) {
    await change.tx.batchInsert('run_steps', rows, 25);
  }
  await insertEvidence({ change, targetId, results: evidence });
}
