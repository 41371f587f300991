import {
  type CheckResult,
  type MissionError,
  type MissionStep,
  evaluate,
  evaluateCondition,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type { MissionAction } from '@mission-control/plugin-missions-node';
import { type StepRecord, type TargetRecord, moveStep } from '../store';
import { callAction, Deadline, type CallResult } from './callAction';
import { clusterChange, guardCluster } from './clusterChange';
import { ClusterWatch } from './ClusterWatch';
import { commitCall } from './commitCall';
import { describeError } from './describeError';
import { expandStep, isUnexpanded } from './expandStep';
import { extend } from './extend';
import { loadUndoneStep } from './loadUndoneStep';
import { parseInput } from './parseInput';
import { approvedChanges, planLate } from './planLate';
import { resumptionOf } from './resumptionOf';
import { evidenceOf, withProof } from './stepEvidence';
import { openStepCall } from './stepContext';
import { StepLogWriter } from './StepLogWriter';
import { scopeOfStep } from './stepScope';
import type { TargetSession } from './TargetSession';
import { verifyStep } from './verifyStep';

/** Progress is written at most so often. */
const PROGRESS_MS = 1_000;

/** A step that is about to be called. */
interface PreparedStep {
  readonly action: MissionAction;
  readonly source: MissionStep | undefined;
  readonly input: any;
  /** Input of another entry of the same step; undefined: its condition is false. */
  readonly inputOf?: (stepId: string, each: StepRecord['item']) => unknown;
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
    const skipped = await skipByCondition(session, target, step, source);
    if (skipped) {
      return;
    }
  }
  let refused: MissionError | undefined;
  if (!run.undoOf && isUnexpanded(step, source) && step.state === 'pending') {
    try {
      await expandStep(session, target, step, source);
      return;
    } catch (error) {
      if (!isMissionError(error)) {
        throw error;
      }
      refused = error;
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
    held: source?.sealed,
  });
  const deadline = new Deadline(source?.timeout, step.stepId);
  const watch = ClusterWatch.start(session, target);
  const signal = AbortSignal.any([
    session.held.signal,
    deadline.signal,
    watch.signal,
  ]);
  const results: CheckResult[] = [];
  let result: CallResult;
  try {
    if (refused) {
      throw refused;
    }
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
    watch.stop();
    await log.close();
  }
  if (result.kind === 'aborted' && !session.held.signal.aborted) {
    // Its own time limit, or another cluster, while its checks were asked.
    const { masker } = session.session;
    result = { kind: 'failed', error: describeError(signal.reason, masker) };
  }
  if (step.effect === 'read') {
    result = await readOf(session, watch, result);
  }
  await commitCall({ session, target, step: started, source, result, results });
}

/** What was read of another cluster than the planned one is no result. */
async function readOf(
  session: TargetSession,
  watch: ClusterWatch,
  result: CallResult,
): Promise<CallResult> {
  const ended = ['returned', 'failed', 'inconclusive'].includes(result.kind);
  const change = ended ? await watch.ask() : undefined;
  return change
    ? { kind: 'failed', error: describeError(change, session.session.masker) }
    : result;
}

async function skipByCondition(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  source: MissionStep,
): Promise<boolean> {
  const condition = source.if!;
  let holds = true;
  try {
    const scope = await scopeOfStep(session, target, source, step.item);
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
    if (current.reason) {
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
  } else {
    const change = await clusterChange(session, target);
    if (change) {
      throw change;
    }
  }
  if (session.session.run.undoOf) {
    const undo = await loadUndoneStep(session, target, step);
    return { action: undo.action, source, input: undo.input, undo };
  }
  const action = session.registry.action(step.action);
  const scope = await scopeOfStep(session, target, source, step.item);
  const inputOf = (stepId: string, each: StepRecord['item']) =>
    source?.if === undefined || evaluateCondition(source.if, { ...scope, each })
      ? parseInput(
          action.schema.input,
          evaluate(source?.input ?? {}, { ...scope, each }),
          `Step '${stepId}'`,
        )
      : undefined;
  return {
    action,
    source,
    input: inputOf(step.stepId, step.item),
    inputOf,
  };
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
  let unsaved: unknown;
  let saving = Promise.resolve();
  // One after the other: the last that was said is the last that is kept.
  const save = (progress: unknown) => {
    unsaved = undefined;
    saving = saving.then(() => saveProgress(session, step, progress));
  };
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
      deadline.extend(progress.text);
      if (source?.sealed) {
        return;
      }
      const now = performance.now();
      unsaved = progress;
      if (now - lastProgress > PROGRESS_MS) {
        lastProgress = now;
        save(progress);
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
    if (unsaved) {
      save(unsaved);
    }
    await saving;
    if (source?.sealed && result.kind === 'returned') {
      masker.add(result.value);
    }
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
      onProgress: text => deadline.extend(text),
    });
    return refused ?? withProof(step, result, opened.evidence.length);
  } finally {
    opened.close();
  }
}

/** Shown only, so it is not worth a transaction on the run. */
async function saveProgress(
  session: TargetSession,
  step: StepRecord,
  progress: unknown,
): Promise<void> {
  const { runId, targetId, stepId } = step;
  await session.store
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
