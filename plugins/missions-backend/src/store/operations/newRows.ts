import { randomBytes } from 'node:crypto';
import type { MissionSpec } from '@mission-control/plugin-missions-common';
import { assignWaves, rolesOutOfWaves } from '../../engine';
import type { Sealer } from '../../sealing';
import { currentTraceParent } from '../../telemetry';
import type { Columns } from '../change/WriteSet';
import { toJson } from '../rows';
import type { NewRun } from '../NewRun';

const RUN_KEY_BYTES = 32;

/** A run that gets its row now. */
export interface RunInMaking {
  readonly id: string;
  /** ISO-8601, by the database's clock. */
  readonly now: string;
  readonly run: NewRun;
  /** Key of its HMACs; absent without a sealing key. */
  readonly key?: string;
}

/** A key for the HMACs of a run, base64. */
export function newRunKey(sealer: Sealer): string | undefined {
  return sealer.available
    ? randomBytes(RUN_KEY_BYTES).toString('base64')
    : undefined;
}

/** The row of a run, with every column. */
export function newRunRow(
  sealer: Sealer,
  { id, now, run, key }: RunInMaking,
): Columns & { readonly id: string } {
  const hasSecrets = Object.keys(run.secrets ?? {}).length > 0;
  return {
    id,
    mission_ref: run.missionRef,
    mission_version: run.missionVersion,
    type: run.type,
    title: run.title,
    state: 'queued',
    reason: run.reason ?? null,
    outcome: null,
    initiator: run.initiator,
    starter_json: toJson(run.starter),
    trigger_json: JSON.stringify(run.trigger),
    parameters_json: JSON.stringify(run.parameters),
    secrets_sealed: hasSecrets
      ? sealer.seal(run.secrets, `run/${id}/secrets`)
      : null,
    run_key_sealed:
      key === undefined ? null : sealer.seal(key, `run/${id}/key`),
    plan_hash: null,
    plan_only: run.planOnly ?? false,
    demo: run.demo ?? false,
    priority: run.priority ?? 0,
    undo_of: run.undoOf ?? null,
    undo_json: toJson(run.undo),
    parent_run_id: run.parent?.runId ?? null,
    parent_target_id: run.parent?.targetId ?? null,
    parent_step_id: run.parent?.stepId ?? null,
    orbit_id: run.orbitId ?? null,
    entity_ref: run.entityRef ?? null,
    idempotency_key: run.idempotencyKey ?? null,
    request_hash: run.requestHash ?? null,
    child_authority_json: toJson(run.childAuthority),
    event_seq: 0,
    revision: 0,
    cancel_requested: false,
    pause_requested: false,
    verdict_json: null,
    window_pass_json: null,
    undo_until: null,
    created_at: now,
    started_at: null,
    finished_at: null,
    trace_parent: currentTraceParent() ?? null,
    retention_stage: 0,
    logs_removed_at: null,
    history_removed_at: null,
  };
}

const emptyTarget = {
  cluster: null,
  cluster_json: null,
  role: null,
  wave: 0,
  released: false,
  turn: null,
  reason: null,
  blocked_since: null,
  identity: null,
  cluster_uid: null,
  watched_uid: null,
  plan_summary_json: null,
  plan_hash: null,
  planned_at: null,
  approved_hash: null,
  recheck: false,
  held_json: null,
  lease_owner: null,
  lease_until: null,
  fence: 0,
  started_at: null,
  finished_at: null,
} as const satisfies Columns;

/** Rows of a run's targets, with every column that changes of a run know. */
export function newTargetRows(
  { id, now, run }: RunInMaking,
  spec: MissionSpec,
): (Columns & { readonly target_id: string })[] {
  const common = {
    ...emptyTarget,
    run_id: id,
    state: 'queued',
    wake_at: now,
    enqueued_at: now,
  };
  const waves = wavesOf(run, spec);
  return run.targets.length === 0
    ? [{ ...common, target_id: '-', position: 0 }]
    : run.targets.map(({ cluster, role }, position) => ({
        ...common,
        target_id: cluster.name,
        position,
        cluster: cluster.name,
        cluster_json: JSON.stringify(cluster),
        role: role ?? null,
        wave: waves[position],
      }));
}

function wavesOf(run: NewRun, spec: MissionSpec): number[] {
  const apart = rolesOutOfWaves(spec, run.undoOf !== undefined);
  return assignWaves(
    run.targets.map(target => apart.get(target.role)),
    spec.waves,
  );
}
