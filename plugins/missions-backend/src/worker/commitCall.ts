import {
  type CheckResult,
  type MissionStep,
  type StepError,
  contentHash,
} from '@mission-control/plugin-missions-common';
import type { Suspension } from '@mission-control/plugin-missions-node';
import { approvalExpiry, approvalPolicyOf, retryAfterMs } from '../engine';
import { limitPayload } from '../sealing';
import {
  type Columns,
  type RunChange,
  type StepRecord,
  type StepSuspension,
  type TargetRecord,
  insertApproval,
  insertEvidence,
  moveStep,
  moveTarget,
  newId,
  settleUndone,
} from '../store';
import type { CallResult } from './callAction';
import { describeError } from './describeError';
import { conflictAmong, refusalAmong } from './guardChanges';
import { sealOutput } from './sealOutput';
import { staysAsIs } from './staysAsIs';
import { idempotencyKeyOf } from './stepContext';
import type { TargetSession } from './TargetSession';

/** How a call ended, with all that has to be written in one transaction. */
interface Ended {
  readonly session: TargetSession;
  readonly target: TargetRecord;
  readonly step: StepRecord;
  readonly source: MissionStep | undefined;
  readonly result: CallResult;
  readonly results: readonly CheckResult[];
}

/**
 * Commits how a call of a step ended: its state, evidence, output, and what it
 * means for the target, all at once and only behind the fence. A lease that
 * was lost, or a process that stops, commits nothing: the next worker takes
 * the step over as it stands.
 */
export async function commitCall(ended: Ended): Promise<void> {
  const { session, step, result, results } = ended;
  const aborted = session.held.aborted;
  if (
    aborted === 'lost' ||
    (result.kind === 'aborted' && aborted === 'stopping')
  ) {
    return;
  }
  await session.commit(
    async (change, current) => {
      await insertEvidence({ change, targetId: step.targetId, results });
      switch (result.kind) {
        case 'returned':
          await succeed(ended, change, result);
          break;
        case 'suspended':
          await suspendStep(ended, change, result.suspension);
          break;
        case 'held':
          // What it waited for before stays: its action is called as it was.
          await move(ended, change, 'suspended', {}, result.hold.message);
          break;
        case 'reapproval':
          await askAgain(ended, change, current, result);
          break;
        case 'inconclusive':
          await end(ended, change, 'unknown', result.error);
          break;
        case 'failed':
          await failOrRetry(ended, change, current, result.error);
          break;
        case 'aborted':
          await move(ended, change, 'cancelled', {});
          break;
        default:
          throw new Error(
            `Unknown result ${JSON.stringify(result satisfies never)}`,
          );
      }
    },
    { later: step.effect === 'read' && result.kind !== 'suspended' },
  );
}

function move(
  { session, step }: Ended,
  change: RunChange,
  event: Parameters<typeof moveStep>[0]['event'],
  columns: Columns,
  message?: string,
) {
  return moveStep({
    change,
    targetId: step.targetId,
    stepId: step.stepId,
    event,
    fence: session.lease.fence,
    columns,
    message,
  });
}

async function succeed(
  ended: Ended,
  change: RunChange,
  { value, kept = [] }: Extract<CallResult, { kind: 'returned' }>,
): Promise<void> {
  const { session, target, step, source } = ended;
  const { output, outputSealed } = sealOutput(
    session,
    target,
    step.stepId,
    limitPayload(value ?? {}),
    source?.sealed ?? false,
  );
  await move(ended, change, 'succeeded', {
    output_json: JSON.stringify(output),
    output_sealed: outputSealed ?? null,
    suspension_json: null,
    error_json: null,
  });
  const { undoOf } = session.session.run;
  if (undoOf) {
    const { targetId, stepId } = step;
    await settleUndone({ change, undoOf, targetId, stepId, kept });
  }
}

async function suspendStep(
  ended: Ended,
  change: RunChange,
  suspension: Suspension,
): Promise<void> {
  const kept = await keepSuspension(ended, change, suspension);
  await move(ended, change, 'suspended', {
    suspension_json: JSON.stringify(kept),
    ...(kept.kind === 'child' && { child_run_id: kept.runId }),
    ...(kept.kind === 'approval' && { approval_id: kept.approvalId }),
    ...(kept.kind === 'time' && { wake_at: kept.until }),
  });
}

async function keepSuspension(
  { session, step }: Ended,
  change: RunChange,
  suspension: Suspension,
): Promise<StepSuspension> {
  if (suspension.kind === 'time') {
    const waitMs = suspension.seconds * 1000;
    const until = new Date(Date.parse(change.now) + waitMs).toISOString();
    return { kind: 'time', until };
  }
  if (suspension.kind === 'child') {
    return { kind: 'child', runId: suspension.runId };
  }
  const { spec, masker } = session.session;
  const now = new Date(change.now);
  const { expiresInSeconds } = suspension;
  const approvalId = newId(now);
  const message = masker.text(suspension.message);
  await insertApproval({
    change,
    approval: {
      id: approvalId,
      kind: 'gate',
      targetId: step.targetId,
      stepId: step.stepId,
      hash: contentHash({ step: step.stepId, message }),
      message,
      policy: { ...approvalPolicyOf(spec.approval), ...suspension.policy },
      expiresAt: (expiresInSeconds === undefined
        ? approvalExpiry(spec.approval, now)
        : new Date(now.getTime() + expiresInSeconds * 1000)
      ).toISOString(),
    },
  });
  return { kind: 'approval', approvalId };
}

/** What an approval of an undo means for what changed since its plan. */
const HOW_IT_STAYS =
  'Approved, what changed since stays as it is; to choose for each object, cancel this undo and start another';

/**
 * The target waits for an approval of exactly what nobody has seen yet. What
 * belongs to another owner or is refused by a guard by now is not asked for: no
 * approval could make it. An undo asks for the former as what stays as it is.
 */
async function askAgain(
  ended: Ended,
  change: RunChange,
  current: TargetRecord,
  result: Extract<CallResult, { kind: 'reapproval' }>,
): Promise<void> {
  const { session, step, source } = ended;
  const { run, spec, masker } = session.session;
  const asked = result.error.changes;
  // What a mission names as the undo of a step is an action like any other.
  const leavesAlone = run.undoOf !== undefined && source?.undo === undefined;
  const obstacle =
    (leavesAlone ? undefined : conflictAmong(asked)) ??
    refusalAmong(session, asked);
  if (obstacle) {
    await end(ended, change, 'failed', describeError(obstacle, masker));
    return;
  }
  const now = new Date(change.now);
  const { reason } = result.error;
  const stay = leavesAlone && conflictAmong(asked) !== undefined;
  const message = stay
    ? `${result.error.message}. ${HOW_IT_STAYS}`
    : result.error.message;
  const changes = masker.mask(
    asked.map(item => ({
      ...(stay && item.kind === 'conflict'
        ? staysAsIs(item, 'Stays as it is')
        : item),
      stepId: result.ofEntries ? item.stepId : step.stepId,
    })),
  );
  await move(ended, change, 'reapproved', {
    attempt: Math.max(0, step.attempt - 1),
  });
  const moved = await moveTarget({
    change,
    target: current,
    event: 'drifted',
    reason: masker.text(message),
  });
  if (moved) {
    await insertApproval({
      change,
      approval: {
        id: newId(now),
        kind: reason,
        targetId: step.targetId,
        stepId: step.stepId,
        hash: contentHash(JSON.parse(JSON.stringify(changes))),
        message: masker.text(message),
        policy: approvalPolicyOf(spec.approval),
        changes,
        expiresAt: approvalExpiry(spec.approval, now).toISOString(),
      },
    });
  }
}

async function failOrRetry(
  ended: Ended,
  change: RunChange,
  current: TargetRecord,
  error: StepError,
): Promise<void> {
  const { step, source } = ended;
  if (isEndedByCancel(current, error)) {
    await move(ended, change, 'cancelled', {});
    return;
  }
  const waitMs =
    current.state === 'running'
      ? retryAfterMs({
          retry: source?.retry,
          attempt: step.attempt,
          error,
          key: idempotencyKeyOf(step),
        })
      : undefined;
  if (waitMs === undefined) {
    await end(ended, change, 'failed', error);
    return;
  }
  const at = new Date(new Date(change.now).getTime() + waitMs).toISOString();
  await move(
    ended,
    change,
    'failed_for_now',
    {
      error_json: JSON.stringify(error),
      wake_at: at,
      suspension_json: null,
    },
    error.message,
  );
}

/** It was refused to begin anything more before the worker heard of the cancellation. */
function isEndedByCancel(current: TargetRecord, { code }: StepError): boolean {
  return current.state === 'cancelling' && code === 'STATE_REFUSED';
}

/** What it means for the target is decided when nothing else can go on. */
async function end(
  ended: Ended,
  change: RunChange,
  event: 'failed' | 'unknown',
  error: StepError,
): Promise<void> {
  await move(
    ended,
    change,
    event,
    { error_json: JSON.stringify(error), suspension_json: null },
    error.message,
  );
}
