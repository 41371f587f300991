import type {
  CheckResult,
  TargetPlan,
} from '@mission-control/plugin-missions-common';
import { planSummary } from '@mission-control/plugin-missions-common';
import { type Columns, Copy } from '../change/WriteSet';
import { touchesOf } from '../../engine';
import type { RunChange } from '../RunChange';
import type { NewLogLine } from './appendLogs';
import { toJson } from '../rows';
import type { TargetRecord } from '../types';
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
  { now }: Pick<RunChange, 'now'>,
  { planHash, approvedHash }: Pick<TargetRecord, 'planHash' | 'approvedHash'>,
  plan: TargetPlan,
): Columns {
  const isApproved = planHash !== undefined && planHash === approvedHash;
  return {
    ...(isApproved && { approved_plan_json: new Copy('plan_json') }),
    plan_json: JSON.stringify(plan),
    plan_summary_json: JSON.stringify(planSummary(plan.changes)),
    plan_hash: plan.hash,
    touches_json: JSON.stringify(touchesOf(plan.changes)),
    planned_at: now,
    recheck: false,
  };
}

/** Those of a plan that is what was approved. */
export function approvedPlanColumns(
  change: Pick<RunChange, 'now'>,
  target: TargetRecord,
  plan: TargetPlan,
): Columns {
  return { ...planColumns(change, target, plan), approved_plan_json: null };
}

/**
 * Replaces the target's steps by those of a new plan, and what its reads saw.
 * Lines of an earlier one stay, so that a step goes on counting behind its own.
 * What the reads logged goes with them.
 */
export async function savePlannedSteps(options: {
  change: RunChange;
  targetId: string;
  steps: readonly PlannedStep[];
  /** What the reads saw that ran while planning. */
  evidence?: readonly CheckResult[];
  /** What they logged, by step. */
  lines?: ReadonlyMap<string, readonly NewLogLine[]>;
  /** The target had no plan before, not even an empty one: nothing was logged. */
  isFirst?: boolean;
}): Promise<void> {
  const { change, targetId, steps, evidence = [], lines } = options;
  const ids = { run_id: change.run.id, target_id: targetId };
  change.moved.add(targetId);
  const before = await change.steps(targetId);
  for (const { stepId, effect } of before) {
    if (effect === 'read') {
      const seen = { target_id: targetId, phase: 'step', step_id: stepId };
      change.remove('run_evidence', seen);
    }
  }
  const counts = options.isFirst
    ? new Map<string, number>()
    : await countLines(change, ids);
  for (const { stepId } of steps) {
    for (const line of lines?.get(stepId) ?? []) {
      const seq = (counts.get(stepId) ?? 0) + 1;
      counts.set(stepId, seq);
      change.log({ targetId, stepId, seq, ...line });
    }
  }
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
    log_seq: counts.get(step.stepId) ?? 0,
  }));
  await change.replaceSteps(targetId, rows);
  await insertEvidence({ change, targetId, results: evidence });
}

/** Number of the last line of each step. Before the first plan there are no lines. */
async function countLines(
  change: RunChange,
  ids: { run_id: string; target_id: string },
): Promise<Map<string, number>> {
  const tx = await change.open();
  const logged: { step_id: string; seq: unknown }[] = await tx('run_logs')
    .where(ids)
    .groupBy('step_id')
    .select('step_id')
    .max({ seq: 'seq' });
  return new Map(logged.map(row => [row.step_id, Number(row.seq)]));
}
