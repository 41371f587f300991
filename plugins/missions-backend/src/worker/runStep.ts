import {
  type CheckResult,
  MissionError,
  type MissionStep,
  type PlannedChange,
  contentHash,
  evaluate,
  evaluateCondition,
} from '@mission-control/plugin-missions-common';
import type {
  MissionAction,
  Resumption,
} from '@mission-control/plugin-missions-node';
import {
  type StepRecord,
  type TargetRecord,
  moveStep,
  readApprovals,
  readPlans,
  readRun,
} from '../store';
import { callAction, Deadline, type CallResult } from './callAction';
import { commitCall } from './commitCall';
import { describeError } from './describeError';
import { extend } from './extend';
import { loadUndoneStep } from './loadUndoneStep';
import { parseInput } from './parseInput';
import { STEP_API_VERSION, toChanges } from './planTarget';
import { loadOutputs, scopeOf } from './RunSession';
import { guardCluster } from './runPreflight';
import { openStepCall } from './stepContext';
import { StepLogWriter } from './StepLogWriter';
import type { TargetSession } from './TargetSession';
import { verifyStep } from './verifyStep';

/** Progress is written at most so often. */
const PROGRESS_MS = 1_000;

/** A step that is about to be called. */
interface PreparedStep {
  readonly action: MissionAction;
  readonly source: MissionStep | undefined;
  readonly input: any;
  readonly undo?: Awaited<ReturnType<typeof loadUndoneStep>>;
}

/**
 * Runs one step of a claimed target: starts it (or takes it over), calls its
 * action, asks its checks, and commits how it ended. Everything after the
 * start is committed by {@link commitCall}.
 */
export async function runStep(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
): Promise<void> {
  const { run, spec } = session.session;
  const source = spec.steps.find(item => item.id === step.sourceId);
  if (!run.undoOf && step.state === 'pending' && source?.if !== undefined) {
    const skipped = await skipByCondition(session, target, step, source.if);
    if (skipped) {
      return;
    }
  }
  const started = await startStep(session, step);
  if (!started) {
    return;
  }
  const log = new StepLogWriter({
    store: session.store,
    lease: session.lease,
    stepId: step.stepId,
    masker: session.session.masker,
  });
  const deadline = new Deadline(source?.timeout, step.stepId);
  const signal = AbortSignal.any([session.held.signal, deadline.signal]);
  const results: CheckResult[] = [];
  let result: CallResult;
  try {
    const prepared = await prepare(session, target, step, source);
    result = await call(session, target, started, prepared, {
      signal,
      log,
      deadline,
      results,
    });
  } catch (error) {
    result = session.held.signal.aborted
      ? { kind: 'aborted' }
      : { kind: 'failed', error: describeError(error, session.session.masker) };
  } finally {
    deadline.clear();
    await log.close();
  }
  if (result.kind === 'aborted' && !session.held.signal.aborted) {
    // Its own time limit, while its checks were asked.
    const { masker } = session.session;
    const error = describeError(deadline.signal.reason, masker);
    result = { kind: 'failed', error };
  }
  await commitCall({ session, target, step: started, source, result, results });
}

async function skipByCondition(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  condition: string,
): Promise<boolean> {
  const outputs = await loadOutputs(session.store, step.runId, step.targetId);
  const scope = scopeOf(session.session, target, outputs, step.item);
  let holds = true;
  try {
    holds = evaluateCondition(condition, scope);
  } catch {
    // The same error comes again when the step is prepared, and fails it there.
  }
  if (!holds) {
    await session.commit(async change => {
      await moveStep({
        change,
        targetId: step.targetId,
        stepId: step.stepId,
        event: 'condition_false',
        fence: session.lease.fence,
        columns: { skip_reason: `The condition "${condition}" is false` },
      });
    });
  }
  return !holds;
}

/** Undefined: somebody else has the target, or the table refuses the start. */
async function startStep(
  session: TargetSession,
  step: StepRecord,
): Promise<StepRecord | undefined> {
  let started: StepRecord | undefined;
  const takeover = step.state === 'running';
  const resumed = step.state === 'waiting';
  await session.commit(async (change, current) => {
    if (current.state !== 'running') {
      return;
    }
    if (resumed && current.reason) {
      await change.setTarget(step.targetId, { reason: null });
    }
    started = await moveStep({
      change,
      targetId: step.targetId,
      stepId: step.stepId,
      event: resumed ? 'woken' : 'started',
      fence: session.lease.fence,
      columns: {
        wake_at: null,
        ...(!takeover && !resumed && { attempt: step.attempt + 1 }),
        ...(!step.startedAt && { started_at: change.now }),
        error_json: null,
      },
      data: {
        ...(takeover && { takeover: true }),
        ...(resumed && { resumed }),
      },
    });
  });
  return started;
}

async function prepare(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  source: MissionStep | undefined,
): Promise<PreparedStep> {
  if (step.effect === 'write') {
    await guardCluster(session, target);
  }
  if (session.session.run.undoOf) {
    const undo = await loadUndoneStep(session, target, step);
    return { action: undo.action, source, input: undo.input, undo };
  }
  const action = session.registry.action(step.action);
  const outputs = await loadOutputs(session.store, step.runId, step.targetId);
  const scope = scopeOf(session.session, target, outputs, step.item);
  if (source?.if !== undefined) {
    evaluateCondition(source.if, scope);
  }
  const input = parseInput(
    action.schema.input,
    evaluate(source?.input ?? {}, scope),
    `Step '${step.stepId}'`,
  );
  return { action, source, input };
}

async function call(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  prepared: PreparedStep,
  options: {
    signal: AbortSignal;
    log: StepLogWriter;
    deadline: Deadline;
    results: CheckResult[];
  },
): Promise<CallResult> {
  const { signal, log, deadline, results } = options;
  const { action, source, input, undo } = prepared;
  const { masker } = session.session;
  const approved = await approvedChanges(session, step);
  const late = undo
    ? undefined
    : await planLate(session, target, step, prepared, approved);
  if (late?.reapproval) {
    return late.reapproval;
  }
  let lastProgress = 0;
  const opened = openStepCall({
    session,
    target,
    step,
    input,
    approved: late?.approved ?? approved,
    resumed: await resumptionOf(session, step),
    signal,
    log,
    onProgress: progress => {
      deadline.extend();
      const now = performance.now();
      if (now - lastProgress > PROGRESS_MS) {
        lastProgress = now;
        saveProgress(session, step, progress);
      }
    },
  });
  try {
    const result = await callAction({
      signal,
      masker,
      call: async () => {
        if (!undo) {
          return action.schema.output.parse(await action.run(opened.context));
        }
        const { records, output, overwriteDrift } = undo;
        await undo.undo!.run(
          extend(opened.context, { records, output, overwriteDrift }),
        );
        return {};
      },
    });
    results.push(...evidenceOf(session, target, step, opened.evidence, result));
    if (result.kind !== 'returned' || undo) {
      return withProof(step, result, opened.evidence.length);
    }
    const refused = await verifyStep({
      session,
      target,
      step,
      source,
      output: result.value,
      signal,
      results,
    });
    return refused ?? withProof(step, result, opened.evidence.length);
  } finally {
    opened.close();
  }
}

/** A write that read nothing back has proved nothing. */
function withProof(
  step: StepRecord,
  result: CallResult,
  evidence: number,
): CallResult {
  return result.kind === 'returned' && step.effect === 'write' && evidence === 0
    ? {
        kind: 'inconclusive',
        evidence: [],
        error: {
          code: 'STEP_FAILED',
          message: `Step '${step.stepId}' wrote, and its action '${step.action}' reported no evidence of it`,
        },
      }
    : result;
}

function evidenceOf(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  evidence: CheckResult['evidence'] & {},
  result: CallResult,
): CheckResult[] {
  const at = new Date();
  const inconclusive = result.kind === 'inconclusive' ? result.evidence : [];
  const all = [
    ...evidence,
    ...session.session.masker.mask(inconclusive.map(item => ({ ...item, at }))),
  ];
  if (all.length === 0) {
    return [];
  }
  const status =
    result.kind === 'returned' || result.kind === 'suspended'
      ? ('pass' as const)
      : ('unknown' as const);
  return [
    {
      id: step.stepId,
      check: step.action,
      title: step.name,
      phase: session.session.run.undoOf ? 'undo' : 'step',
      targetId: target.targetId,
      stepId: step.stepId,
      status: result.kind === 'failed' ? 'fail' : status,
      message:
        result.kind === 'failed' || result.kind === 'inconclusive'
          ? result.error.message
          : all
              .map(item => item.asked)
              .join(', ')
              .slice(0, 500),
      at,
      evidence: all,
    },
  ];
}

/** The approved changes of a step: the plan's, or those that were asked for later. */
async function approvedChanges(
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
      change.object.apiVersion !== STEP_API_VERSION &&
      !replaced.has(keyOf(change)),
  );
  return [...planned, ...replaced.values()];
}

/**
 * Plans a deferred write now that its input is known. What it would change
 * has not been seen by anybody, so it needs an approval of exactly that.
 */
async function planLate(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  prepared: PreparedStep,
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
      change.object.apiVersion === STEP_API_VERSION,
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

/** What of a change was approved, without what only informs. */
function hashOfChange(change: PlannedChange): string {
  const { warnings: _w, note: _n, live: _l, allocated: _a, ...rest } = change;
  return contentHash(JSON.parse(JSON.stringify(rest)));
}

async function resumptionOf(
  session: TargetSession,
  step: StepRecord,
): Promise<Resumption | undefined> {
  const { suspension } = step;
  const { db } = session.store;
  switch (suspension?.kind) {
    case 'time':
      return { kind: 'time' };
    case 'child': {
      const child = await readRun({ tx: db, runId: suspension.runId });
      return { kind: 'child', runId: suspension.runId, state: child!.state };
    }
    case 'approval': {
      const [approval] = await readApprovals({
        tx: db,
        id: suspension.approvalId,
      });
      const { createdAt, expiresAt, decidedAt, decisions, changes, ...rest } =
        approval;
      return {
        kind: 'approval',
        approval: {
          ...rest,
          createdAt: new Date(createdAt),
          expiresAt: expiresAt ? new Date(expiresAt) : undefined,
          decidedAt: decidedAt ? new Date(decidedAt) : undefined,
          decisions: decisions.map(item => ({
            ...item,
            at: new Date(item.at),
          })),
        },
      };
    }
    default:
      return undefined;
  }
}

/** Shown only, so it is not worth a transaction on the run. */
function saveProgress(
  session: TargetSession,
  step: StepRecord,
  progress: unknown,
): void {
  const { runId, targetId, stepId } = step;
  session.store
    .db('run_steps')
    .where({
      run_id: runId,
      target_id: targetId,
      step_id: stepId,
      state: 'running',
      fence: session.lease.fence,
    })
    .update({ progress_json: JSON.stringify(progress) })
    .catch(() => undefined);
}
