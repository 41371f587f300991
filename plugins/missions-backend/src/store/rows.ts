import type { CheckResult } from '@mission-control/plugin-missions-common';
import type {
  ApprovalDecisionRecord,
  ApprovalRecord,
  EventRecord,
  EvidenceRecord,
  FindingRecord,
  JournalRow,
  LogRecord,
  RunRecord,
  StepRecord,
  TargetRecord,
} from './types';

type Row = Record<string, any>;

/** Parses a JSON column; null and undefined are undefined. */
export function parseJson<T = any>(text: unknown): T | undefined {
  return text === null || text === undefined
    ? undefined
    : (JSON.parse(String(text)) as T);
}

/** Text of a JSON column. */
export function toJson(value: unknown): string | null {
  return value === undefined || value === null ? null : JSON.stringify(value);
}

const optional = <T>(value: T | null | undefined): T | undefined =>
  value ?? undefined;

/** runs → RunRecord */
export function toRun(row: Row): RunRecord {
  return {
    id: row.id,
    missionRef: row.mission_ref,
    missionVersion: row.mission_version,
    type: row.type,
    title: row.title,
    state: row.state,
    reason: optional(row.reason),
    outcome: optional(row.outcome),
    initiator: row.initiator,
    starter: parseJson(row.starter_json),
    trigger: parseJson(row.trigger_json)!,
    parameters: parseJson(row.parameters_json) ?? {},
    planHash: optional(row.plan_hash),
    planOnly: Boolean(row.plan_only),
    demo: Boolean(row.demo),
    priority: row.priority,
    undoOf: optional(row.undo_of),
    undo: parseJson(row.undo_json),
    parentRunId: optional(row.parent_run_id),
    parentTargetId: optional(row.parent_target_id),
    parentStepId: optional(row.parent_step_id),
    orbitId: optional(row.orbit_id),
    entityRef: optional(row.entity_ref),
    idempotencyKey: optional(row.idempotency_key),
    requestHash: optional(row.request_hash),
    childAuthority: parseJson(row.child_authority_json),
    eventSeq: row.event_seq,
    cancelRequested: Boolean(row.cancel_requested),
    pauseRequested: Boolean(row.pause_requested),
    verdict: parseJson(row.verdict_json),
    windowPass: parseJson(row.window_pass_json),
    undoUntil: optional(row.undo_until),
    createdAt: row.created_at,
    startedAt: optional(row.started_at),
    finishedAt: optional(row.finished_at),
    traceParent: optional(row.trace_parent),
    logsRemovedAt: optional(row.logs_removed_at),
    historyRemovedAt: optional(row.history_removed_at),
  };
}

/**
 * What a TargetRecord is made of. A row of run_targets holds its plans too,
 * hundreds of kilobytes each, which only `readPlans` and its like ask for.
 */
export const targetColumns = [
  'run_id',
  'target_id',
  'position',
  'cluster',
  'cluster_json',
  'role',
  'wave',
  'released',
  'turn',
  'state',
  'reason',
  'blocked_since',
  'identity',
  'cluster_uid',
  'watched_uid',
  'plan_summary_json',
  'plan_hash',
  'planned_at',
  'approved_hash',
  'recheck',
  'held_json',
  'wake_at',
  'lease_owner',
  'lease_until',
  'fence',
  'enqueued_at',
  'started_at',
  'finished_at',
] as const;

/** run_targets → TargetRecord */
export function toTarget(
  row: Record<(typeof targetColumns)[number], any>,
): TargetRecord {
  return {
    runId: row.run_id,
    targetId: row.target_id,
    position: row.position,
    cluster: optional(row.cluster),
    clusterRef: parseJson(row.cluster_json),
    role: optional(row.role),
    wave: row.wave,
    released: Boolean(row.released),
    turn: optional(row.turn),
    state: row.state,
    reason: optional(row.reason),
    blockedSince: optional(row.blocked_since),
    // Runs of earlier versions hold this word where nobody told a name.
    identity: row.identity === 'unknown' ? undefined : optional(row.identity),
    clusterUid: optional(row.cluster_uid),
    watchedUid: optional(row.watched_uid),
    planSummary: parseJson(row.plan_summary_json),
    planHash: optional(row.plan_hash),
    plannedAt: optional(row.planned_at),
    approvedHash: optional(row.approved_hash),
    recheck: Boolean(row.recheck),
    held: parseJson(row.held_json),
    wakeAt: optional(row.wake_at),
    leaseOwner: optional(row.lease_owner),
    leaseUntil: optional(row.lease_until),
    fence: row.fence,
    enqueuedAt: row.enqueued_at,
    startedAt: optional(row.started_at),
    finishedAt: optional(row.finished_at),
  };
}

/** run_steps → StepRecord */
export function toStep(row: Row): StepRecord {
  return {
    runId: row.run_id,
    targetId: row.target_id,
    stepId: row.step_id,
    sourceId: row.source_id,
    item: parseJson(row.item_json),
    position: row.position,
    name: row.name,
    action: row.action,
    effect: row.effect,
    state: row.state,
    attempt: row.attempt,
    fence: row.fence,
    input: parseJson(row.input_json),
    output: parseJson(row.output_json),
    outputSealed: row.output_sealed !== null,
    error: parseJson(row.error_json),
    progress: parseJson(row.progress_json),
    suspension: parseJson(row.suspension_json),
    skipReason: optional(row.skip_reason),
    wakeAt: optional(row.wake_at),
    childRunId: optional(row.child_run_id),
    approvalId: optional(row.approval_id),
    logSeq: row.log_seq,
    deadlineAt: optional(row.deadline_at),
    startedAt: optional(row.started_at),
    finishedAt: optional(row.finished_at),
  };
}

/** run_events → EventRecord */
export function toEvent(row: Row): EventRecord {
  return {
    runId: row.run_id,
    seq: row.seq,
    at: row.at,
    type: row.type,
    targetId: optional(row.target_id),
    stepId: optional(row.step_id),
    by: optional(row.by),
    message: optional(row.message),
    data: parseJson(row.data_json) ?? {},
  };
}

/** run_logs → LogRecord */
export function toLog(row: Row): LogRecord {
  return {
    runId: row.run_id,
    targetId: row.target_id,
    stepId: row.step_id,
    seq: row.seq,
    at: row.at,
    level: row.level,
    text: row.text,
  };
}

/** JSON has no dates. */
function toCheckResult(json: any): CheckResult {
  return {
    ...json,
    at: new Date(json.at),
    evidence: json.evidence?.map((item: { at: string }) => ({
      ...item,
      at: new Date(item.at),
    })),
  };
}

/** run_evidence → EvidenceRecord */
export function toEvidence(row: Row): EvidenceRecord {
  return {
    id: row.id,
    runId: row.run_id,
    targetId: row.target_id,
    stepId: optional(row.step_id),
    result: toCheckResult(parseJson(row.result_json)),
  };
}

/** run_journal → JournalRow, sealed bodies left out */
export function toJournal(row: Row): JournalRow {
  return {
    runId: row.run_id,
    targetId: row.target_id,
    seq: row.seq,
    stepId: row.step_id,
    verb: row.verb,
    object: parseJson(row.object_json)!,
    priorExisted: Boolean(row.prior_existed),
    irreversible: optional(row.irreversible),
    unseen: optional(row.unseen),
    state: row.state,
    undoneBy: optional(row.undone_by),
    keptBy: optional(row.kept_by),
    keptReason: optional(row.kept_reason),
    refusal: parseJson(row.refusal_json),
    at: row.at,
  };
}

/** approvals → ApprovalRecord */
export function toApproval(
  row: Row,
  decisions: readonly ApprovalDecisionRecord[],
): ApprovalRecord {
  return {
    id: row.id,
    runId: row.run_id,
    targetId: optional(row.target_id),
    stepId: optional(row.step_id),
    kind: row.kind,
    state: row.state,
    hash: row.hash,
    message: optional(row.message),
    policy: parseJson(row.policy_json)!,
    changes: parseJson(row.changes_json),
    automatic: optional(row.automatic),
    createdAt: row.created_at,
    expiresAt: optional(row.expires_at),
    decidedAt: optional(row.decided_at),
    decisions,
  };
}

/** approval_decisions → ApprovalDecisionRecord */
export function toDecision(row: Row): ApprovalDecisionRecord {
  return {
    by: row.by,
    decision: row.decision,
    ...(row.in_place_of && { for: row.in_place_of }),
    comment: optional(row.comment),
    at: row.at,
  };
}

/** findings → FindingRecord */
export function toFinding(row: Row): FindingRecord {
  return {
    runId: row.run_id,
    targetId: row.target_id,
    checkId: row.check_id,
    fingerprint: row.fingerprint,
    severity: row.severity,
    status: row.status,
    finding: parseJson(row.finding_json) ?? {},
    since: row.since,
    clusterUid: optional(row.cluster_uid),
  };
}
