import type { CheckResult } from '@mission-control/plugin-missions-common';
import type { StepRecord, TargetRecord } from '../store';
import type { CallResult } from './callAction';
import type { TargetSession } from './TargetSession';

/** A write that read nothing back has proved nothing. */
export function withProof(
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

/** What a call read back, as the run keeps it; empty when it read nothing. */
export function evidenceOf(
  session: TargetSession,
  target: TargetRecord,
  step: StepRecord,
  evidence: CheckResult['evidence'] & {},
  result: CallResult,
): CheckResult[] {
  const at = new Date();
  const inconclusive = result.kind === 'inconclusive' ? result.evidence : [];
  // Once more: a sealed output is known only after its evidence was told.
  const all = session.session.masker.mask([
    ...evidence,
    ...inconclusive.map(item => ({ ...item, at })),
  ]);
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
