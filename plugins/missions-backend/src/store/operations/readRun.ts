import type { Knex } from 'knex';
import type { TargetPlan } from '@mission-control/plugin-missions-common';
import {
  parseJson,
  targetColumns,
  toApproval,
  toDecision,
  toEvent,
  toEvidence,
  toFinding,
  toJournal,
  toRun,
  toStep,
  toTarget,
} from '../rows';
import type {
  ApprovalRecord,
  EventRecord,
  EvidenceRecord,
  FindingRecord,
  JournalRow,
  RunRecord,
  StepRecord,
  TargetRecord,
} from '../types';

type Db = Knex | Knex.Transaction;

/** One run, or undefined. */
export async function readRun(options: {
  tx: Db;
  runId: string;
}): Promise<RunRecord | undefined> {
  const row = await options.tx('runs').where({ id: options.runId }).first();
  return row && toRun(row);
}

/** Targets of runs, in their order. */
export async function readTargets(options: {
  tx: Db;
  runIds: readonly string[];
}): Promise<TargetRecord[]> {
  const rows = await options
    .tx('run_targets')
    .whereIn('run_id', [...options.runIds])
    .orderBy(['run_id', 'position'])
    .select(targetColumns);
  return rows.map(toTarget);
}

/** One target, or undefined. */
export async function readTarget(options: {
  tx: Db;
  runId: string;
  targetId: string;
}): Promise<TargetRecord | undefined> {
  const { tx, runId, targetId } = options;
  const row = await tx('run_targets')
    .where({ run_id: runId, target_id: targetId })
    .first(targetColumns);
  return row && toTarget(row);
}

/** Steps of a run, target by target, in their order. */
export async function readSteps(options: {
  tx: Db;
  runId: string;
  targetId?: string;
}): Promise<StepRecord[]> {
  const { tx, runId, targetId } = options;
  const rows = await tx('run_steps')
    .where({ run_id: runId, ...(targetId && { target_id: targetId }) })
    .orderBy(['target_id', 'position']);
  return rows.map(toStep);
}

/** Plans of a run's targets that have one, masked. */
export async function readPlans(options: {
  tx: Db;
  runId: string;
  targetId?: string;
}): Promise<TargetPlan[]> {
  const { tx, runId, targetId } = options;
  const rows = await tx('run_targets')
    .where({ run_id: runId, ...(targetId && { target_id: targetId }) })
    .whereNotNull('plan_json')
    .orderBy('position')
    .select('plan_json');
  return rows.map(row => toPlan(row.plan_json));
}

/** The plan of a target that was approved last, though newer ones may wait. */
export async function readApprovedPlan(options: {
  tx: Db;
  runId: string;
  targetId: string;
}): Promise<TargetPlan | undefined> {
  const { tx, runId, targetId } = options;
  const row = await tx('run_targets')
    .where({ run_id: runId, target_id: targetId })
    .whereNotNull('approved_hash')
    .first({ plan: tx.raw('COALESCE(approved_plan_json, plan_json)') });
  return row?.plan ? toPlan(row.plan) : undefined;
}

function toPlan(json: unknown): TargetPlan {
  const plan = parseJson<TargetPlan>(json)!;
  return { ...plan, madeAt: new Date(plan.madeAt) };
}

/** History after a number, oldest first. */
export async function readEvents(options: {
  tx: Db;
  runId: string;
  after?: number;
  limit?: number;
}): Promise<EventRecord[]> {
  const { tx, runId, after = 0, limit = 200 } = options;
  const rows = await tx('run_events')
    .where({ run_id: runId })
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(limit);
  return rows.map(toEvent);
}

/** What checks saw, oldest first. */
export async function readEvidence(options: {
  tx: Db;
  runId: string;
  targetId?: string;
  stepId?: string;
}): Promise<EvidenceRecord[]> {
  const { tx, runId, targetId, stepId } = options;
  const rows = await tx('run_evidence')
    .where({
      run_id: runId,
      ...(targetId && { target_id: targetId }),
      ...(stepId && { step_id: stepId }),
    })
    .orderBy('id');
  return rows.map(toEvidence);
}

/** Journal without its sealed bodies, in order. */
export async function readJournal(options: {
  tx: Db;
  runId: string;
  targetId?: string;
}): Promise<JournalRow[]> {
  const { tx, runId, targetId } = options;
  const rows = await tx('run_journal')
    .where({ run_id: runId, ...(targetId && { target_id: targetId }) })
    .orderBy(['target_id', 'seq']);
  return rows.map(toJournal);
}

/** Approvals of runs with what people said, oldest first. */
export async function readApprovals(options: {
  tx: Db;
  runIds?: readonly string[];
  state?: string;
  id?: string;
}): Promise<ApprovalRecord[]> {
  const { tx, runIds, state, id } = options;
  const query = tx('approvals').orderBy(['created_at', 'id']);
  if (runIds) {
    query.whereIn('run_id', [...runIds]);
  }
  const rows = await query.where({
    ...(state && { state }),
    ...(id && { id }),
  });
  const decisions = await tx('approval_decisions')
    .whereIn(
      'approval_id',
      rows.map(row => row.id),
    )
    .orderBy('at');
  return rows.map(row =>
    toApproval(
      row,
      decisions.filter(item => item.approval_id === row.id).map(toDecision),
    ),
  );
}

/** Findings of an orbit run. */
export async function readFindings(options: {
  tx: Db;
  runId: string;
}): Promise<FindingRecord[]> {
  const rows = await options
    .tx('findings')
    .where({ run_id: options.runId })
    .orderBy(['target_id', 'check_id', 'fingerprint']);
  return rows.map(toFinding);
}
