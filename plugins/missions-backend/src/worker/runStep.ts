import {
  type CheckResult,
  type MissionError,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import type { StepRecord, TargetRecord } from '../store';
import { Deadline, type CallResult } from './callAction';
import { callStep } from './callStep';
import { ClusterWatch } from './ClusterWatch';
import { commitCall } from './commitCall';
import { describeError } from './describeError';
import { expandStep, isUnexpanded } from './expandStep';
import { isEngineFailure } from './isEngineFailure';
import { prepareStep } from './prepareStep';
import { skipByCondition } from './skipByCondition';
import { startStep } from './startStep';
import { StepLogWriter, appendTo } from './StepLogWriter';
import type { TargetSession } from './TargetSession';

/**
 * Runs one step of a claimed target: starts it (or takes it over), calls its
 * action, asks its checks, and commits how it ended. Everything after the
 * start is committed by {@link commitCall}. Throws what the engine failed with:
 * then the step has not ended, and is taken over with the same key.
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
      if (!isMissionError(error) || isEngineFailure(error)) {
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
    append: appendTo(session.store, session.lease, step.stepId),
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
    const prepared = await prepareStep(session, target, step, source);
    result = await callStep(session, target, started, prepared, {
      signal,
      log,
      deadline,
      results,
    });
  } catch (error) {
    const { aborted } = session.held.signal;
    if (!aborted && isEngineFailure(error)) {
      throw error;
    }
    result = aborted
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
