import {
  comparePlans,
  contentHash,
  type MissionStep,
  type PlannedChange,
  sameObject,
} from '@mission-control/plugin-missions-common';
import {
  createOnce,
  type MissionAction,
  type PlanContext,
} from '@mission-control/plugin-missions-node';
import { silentLimitOf } from '../engine';
import {
  type StepRecord,
  type TargetRecord,
  readApprovals,
  readPlans,
  readSteps,
} from '../store';
import type { CallResult } from './callAction';
import { changesWithDrift, driftReason } from './driftWords';
import { extend } from './extend';
import { conflictAmong } from './guardChanges';
import { isEngineFailure } from './isEngineFailure';
import { askWithin } from './leaveBehind';
import { STEP_API_VERSION } from './deferStep';
import { toChanges } from './toChanges';
import type { TargetSession } from './TargetSession';

/** The approved changes of a step: the plan's, or those that were asked for later. */
export async function approvedChanges(
  session: TargetSession,
  step: StepRecord,
): Promise<PlannedChange[]> {
  const { runId, targetId, stepId } = step;
  if (step.effect === 'read') {
    return [];
  }
  const { db } = session.store;
  const [plan] = await readPlans({ tx: db, runId, targetId });
  const approvals = await readApprovals({ tx: db, runIds: [runId] });
  const later = approvals
    .filter(
      item =>
        item.stepId !== undefined &&
        item.targetId === targetId &&
        item.state === 'approved' &&
        item.kind !== 'gate',
    )
    .flatMap(item => item.changes ?? [])
    .filter(change => change.stepId === stepId)
    // Why it was asked for again is nothing of what was approved.
    .map(({ drift: _, ...change }): PlannedChange => change);
  const keyOf = (change: PlannedChange) => contentHash(change.object);
  const replaced = new Map(later.map(change => [keyOf(change), change]));
  const planned = (plan?.changes ?? []).filter(
    change =>
      change.stepId === stepId &&
      !isTemplate(change) &&
      !replaced.has(keyOf(change)),
  );
  // What is known to be secret since was shown then.
  return session.session.masker.mask([...planned, ...replaced.values()]);
}

/** A step that is about to be called, as far as its late plan needs it. */
interface LateStep {
  readonly action: MissionAction;
  readonly source: MissionStep | undefined;
  readonly input: any;
  readonly inputOf?: (stepId: string, each: StepRecord['item']) => unknown;
}

/** What a plan gets that is made during its step, within the step's time limit. */
type LateContext = Pick<PlanContext<unknown>, 'earlier' | 'once' | 'signal'>;

/**
 * Plans a deferred write now that its input is known. What it would change
 * has not been seen by anybody, so it needs an approval of exactly that. The
 * first of several entries that were not known before asks for all of them.
 */
export async function planLate(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  prepared: LateStep,
  approved: readonly PlannedChange[],
  signal: AbortSignal,
): Promise<
  { approved?: PlannedChange[]; reapproval?: CallResult } | undefined
> {
  const { runId, targetId, stepId, sourceId } = step;
  if (step.effect === 'read') {
    return undefined;
  }
  const [plan] = await readPlans({ tx: session.store.db, runId, targetId });
  const templates = (plan?.changes ?? []).filter(
    change =>
      change.kind === 'deferred' &&
      change.object.apiVersion === STEP_API_VERSION &&
      (change.stepId === stepId || change.stepId === sourceId),
  );
  if (templates.length === 0 || step.suspension) {
    return undefined;
  }
  const once = createOnce();
  const planned = await planNow(session, target, prepared, {
    once,
    signal,
    stepId,
    input: prepared.input,
    // What comes before it is over by now: its cluster shows all of it.
    earlier: [],
  });
  const changes = planned.map(change => asApproved(change, approved));
  const conflict = conflictAmong(changes);
  if (conflict) {
    throw conflict;
  }
  const seen = new Set(approved.map(hashOfChange));
  const unseen = changes.filter(
    change => change.kind !== 'noop' && !seen.has(hashOfChange(change)),
  );
  if (unseen.length === 0) {
    return { approved: changes };
  }
  const ofEntries = step.item !== undefined && templates[0].stepId === sourceId;
  const rest = ofEntries
    ? await planRest(session, target, step, prepared, {
        once,
        signal,
        earlier: changes,
      })
    : [];
  const asked = [...unseen, ...rest];
  const differences = comparePlans(
    { changes: [...approved], reads: [] },
    { changes, reads: [] },
  );
  const first = ofEntries
    ? `Step '${sourceId}' now knows its entries and what they change`
    : `Step '${stepId}' now knows what it changes`;
  const isAgain = approved.length > 0;
  return {
    reapproval: {
      kind: 'reapproval',
      ofEntries,
      error: {
        name: 'ReapprovalNeeded',
        message: isAgain ? driftReason(differences) : first,
        reason: 'supplementary',
        changes: isAgain ? changesWithDrift(asked, differences) : asked,
      },
    },
  };
}

async function planNow(
  session: TargetSession,
  target: TargetRecord,
  { action, source }: LateStep,
  options: {
    readonly stepId: string;
    readonly input: any;
  } & LateContext,
): Promise<PlannedChange[]> {
  const { stepId, input, earlier, once } = options;
  const who = `The plan of action '${action.id}'`;
  const planned = await askWithin({
    who,
    limitMs: silentLimitOf(source?.timeout),
    signal: options.signal,
    ask: async signal =>
      action.plan!(
        extend(
          session.base({ target, stepId, writes: { who }, input, signal }),
          { earlier: [...earlier], once },
        ),
      ),
  });
  return toChanges(session, source, stepId, planned.changes);
}

/**
 * What the entries after this one would change. One that cannot be planned
 * now is left to its own turn, where it asks or fails by itself.
 */
async function planRest(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  prepared: LateStep,
  { earlier, once, signal }: LateContext,
): Promise<PlannedChange[]> {
  const { runId, targetId, sourceId } = step;
  const entries = await readSteps({ tx: session.store.db, runId, targetId });
  const found: PlannedChange[] = [];
  for (const { stepId, item, ...entry } of entries) {
    if (
      entry.sourceId !== sourceId ||
      entry.state !== 'pending' ||
      stepId === step.stepId
    ) {
      continue;
    }
    try {
      const input = prepared.inputOf?.(stepId, item);
      const changes =
        input === undefined
          ? []
          : await planNow(session, target, prepared, {
              stepId,
              input,
              earlier: [...earlier, ...found],
              once,
              signal,
            });
      found.push(...changes.filter(change => change.kind !== 'noop'));
    } catch (error) {
      if (signal.aborted || isEngineFailure(error)) {
        throw error;
      }
    }
  }
  return found.filter(change => change.kind !== 'conflict');
}

/**
 * A step that goes on after it wrote a part can plan what waited for that part.
 * What was approved as deferred stands: the action keeps it inside its bounds.
 */
function asApproved(
  change: PlannedChange,
  approved: readonly PlannedChange[],
): PlannedChange {
  const deferred = approved.find(
    other =>
      other.kind === 'deferred' &&
      other.digest === change.digest &&
      sameObject(other.object, change.object),
  );
  return change.digest !== undefined && deferred ? deferred : change;
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
