import {
  MissionError,
  type MissionStep,
  type PlannedChange,
  contentHash,
} from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import {
  type StepRecord,
  type TargetRecord,
  readApprovals,
  readPlans,
} from '../store';
import type { CallResult } from './callAction';
import { extend } from './extend';
import { STEP_API_VERSION, toChanges } from './planTarget';
import type { TargetSession } from './TargetSession';

/** The approved changes of a step: the plan's, or those that were asked for later. */
export async function approvedChanges(
  session: TargetSession,
  step: StepRecord,
): Promise<PlannedChange[]> {
  const { runId, targetId, stepId } = step;
  const { db } = session.store;
  const [plan] = await readPlans({ tx: db, runId, targetId });
  const approvals = await readApprovals({ tx: db, runIds: [runId] });
  const later = approvals
    .filter(
      item =>
        item.stepId === stepId &&
        item.targetId === targetId &&
        item.state === 'approved' &&
        item.kind !== 'gate',
    )
    .flatMap(item => item.changes ?? []);
  const keyOf = (change: PlannedChange) => contentHash(change.object);
  const replaced = new Map(later.map(change => [keyOf(change), change]));
  const planned = (plan?.changes ?? []).filter(
    change =>
      change.stepId === stepId &&
      !isTemplate(change) &&
      !replaced.has(keyOf(change)),
  );
  return [...planned, ...replaced.values()];
}

/**
 * Plans a deferred write now that its input is known. What it would change
 * has not been seen by anybody, so it needs an approval of exactly that.
 */
export async function planLate(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  prepared: {
    readonly action: MissionAction;
    readonly source: MissionStep | undefined;
    readonly input: any;
  },
  approved: readonly PlannedChange[],
): Promise<
  { approved?: PlannedChange[]; reapproval?: CallResult } | undefined
> {
  const { runId, targetId, stepId } = step;
  const [plan] = await readPlans({ tx: session.store.db, runId, targetId });
  const deferred = plan?.changes.some(
    change =>
      change.stepId === stepId &&
      change.kind === 'deferred' &&
      isTemplate(change),
  );
  if (!deferred || step.suspension) {
    return undefined;
  }
  const planned = await prepared.action.plan!(
    extend(session.base({ target, stepId, input: prepared.input }), {
      earlier: plan.changes.filter(change => change.stepId !== stepId),
    }),
  );
  const changes = toChanges(session, prepared.source, stepId, planned.changes);
  const conflict = changes.find(change => change.kind === 'conflict');
  if (conflict) {
    throw new MissionError(
      'PLAN_CONFLICT',
      `${conflict.object.kind} ${conflict.object.name} is managed by ${conflict.conflictWith}`,
      { object: conflict.object },
    );
  }
  const seen = new Set(approved.map(hashOfChange));
  const unseen = changes.filter(
    change => change.kind !== 'noop' && !seen.has(hashOfChange(change)),
  );
  if (unseen.length === 0) {
    return { approved: changes };
  }
  return {
    reapproval: {
      kind: 'reapproval',
      error: {
        name: 'ReapprovalNeeded',
        message: `Step '${stepId}' now knows what it changes`,
        reason: 'supplementary',
        changes: unseen,
      },
    },
  };
}

/** A step that was planned as its template: its changes come later. */
function isTemplate({ object }: PlannedChange): boolean {
  return object.apiVersion === STEP_API_VERSION && object.kind === 'Step';
}

/** What of a change was approved, without what only informs. */
function hashOfChange(change: PlannedChange): string {
  const { warnings: _w, note: _n, live: _l, allocated: _a, ...rest } = change;
  return contentHash(JSON.parse(JSON.stringify(rest)));
}
