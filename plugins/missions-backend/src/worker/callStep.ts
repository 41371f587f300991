import type {
  CheckResult,
  MissionError,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import type { UndoResult } from '@mission-control/plugin-missions-node';
import type { Masker } from '../sealing';
import type { StepRecord, TargetRecord } from '../store';
import { callAction, type CallResult, type Deadline } from './callAction';
import { describeError } from './describeError';
import { extend } from './extend';
import { keptRecords } from './keptRecords';
import type { UndoneStep } from './loadUndoneStep';
import { approvedChanges, planLate } from './planLate';
import type { PreparedStep } from './prepareStep';
import { resumptionOf } from './resumptionOf';
import { openStepCall } from './stepContext';
import { evidenceOf, withProof } from './stepEvidence';
import type { StepLogWriter } from './StepLogWriter';
import { StepProgress } from './StepProgress';
import type { TargetSession } from './TargetSession';
import { verifyStep } from './verifyStep';

/**
 * Calls the action of a step with what was approved for it, or its undo, and
 * asks the checks of the step. What it proved is in the results. Throws what
 * the store failed with, where the action did not succeed because of it.
 */
export async function callStep(
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
    : await planLate(session, target, step, prepared, approved, signal);
  if (late?.reapproval) {
    return late.reapproval;
  }
  const progress = new StepProgress(session, step);
  const opened = openStepCall({
    session,
    target,
    step,
    input,
    approved,
    planned: late?.approved,
    resumed: await resumptionOf(session, step),
    signal,
    log,
    onProgress: told => {
      deadline.extend(told.text);
      if (!source?.sealed) {
        progress.tell(told);
      }
    },
  });
  let told: UndoResult | undefined;
  let leftOpen: MissionError | undefined;
  let called: CallResult;
  try {
    called = await callAction({
      signal,
      masker,
      call: async () => {
        if (!undo) {
          return action.schema.output.parse(await action.run(opened.context));
        }
        const { records, output, overwriteDrift } = undo;
        const { madeByRun, deletedByRun, isLeftOfChild } = undo;
        const { writtenSince, undoneKey } = undo;
        told =
          (await undo.undo!.run(
            extend(opened.context, {
              records,
              output,
              overwriteDrift,
              madeByRun: opened.failure.of(madeByRun),
              deletedByRun: opened.failure.of(deletedByRun),
              isLeftOfChild: opened.failure.of(isLeftOfChild),
              writtenSince: opened.failure.of(writtenSince),
              undoneKey,
            }),
          )) ?? undefined;
        return {};
      },
    });
  } finally {
    // At once: what the action left behind writes and proves nothing more, not
    // while its checks are asked either.
    leftOpen = opened.leftOpen();
    opened.close();
  }
  await progress.settled();
  const { hold } = opened.brake;
  if (hold && !signal.aborted) {
    // Whatever the action made of it.
    return { kind: 'held', hold };
  }
  const ended = withIntentsEnded(called, leftOpen, masker);
  const failed = ended.kind === 'failed' || ended.kind === 'inconclusive';
  if (failed && opened.failure.error && !signal.aborted) {
    throw opened.failure.error;
  }
  const result = undo ? withKept(ended, undo, approved, told, masker) : ended;
  if (source?.sealed && result.kind === 'returned') {
    masker.add(result.value);
  }
  results.push(
    ...evidenceOf(session, target, step, opened.evidence, result, undo),
  );
  if (result.kind !== 'returned' || undo) {
    return withProof(step, result, opened.evidence);
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
  return refused ?? withProof(step, result, opened.evidence);
}

/** An action that left open what it declared has not succeeded. */
function withIntentsEnded(
  result: CallResult,
  leftOpen: MissionError | undefined,
  masker: Masker,
): CallResult {
  return leftOpen && result.kind === 'returned'
    ? { kind: 'failed', error: describeError(leftOpen, masker) }
    : result;
}

/** How an undo ended, with what it left as it is. */
function withKept(
  result: CallResult,
  { records }: UndoneStep,
  approved: readonly PlannedChange[],
  told: UndoResult | undefined,
  masker: Masker,
): CallResult {
  const mask = (text: string) => masker.text(text);
  return result.kind === 'returned'
    ? { ...result, kept: keptRecords({ records, approved, told, mask }) }
    : result;
}
