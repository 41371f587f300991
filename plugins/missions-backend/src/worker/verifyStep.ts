import {
  type CheckResult,
  type MissionStep,
  roleStepsOf,
} from '@mission-control/plugin-missions-common';
import { timeLimitOf } from '../engine';
import type { StepRecord, TargetRecord } from '../store';
import { askUntilSettled } from './askUntilSettled';
import type { CallResult } from './callAction';
import { loadScope } from './stepScope';
import type { TargetSession } from './TargetSession';

/** Asks a step's own checks. Undefined when they pass; else how the step ended. */
export async function verifyStep(options: {
  session: TargetSession;
  target: TargetRecord;
  step: StepRecord;
  source: MissionStep | undefined;
  output: unknown;
  signal: AbortSignal;
  results: CheckResult[];
  /** Called when something moved. */
  onProgress(text: string): void;
}): Promise<CallResult | undefined> {
  const { session, target, step, source, output, signal, results } = options;
  const checks = source?.verify ?? [];
  if (checks.length === 0) {
    return undefined;
  }
  const before = await loadScope(session, target, {
    reads: source ? roleStepsOf(source) : [],
    each: step.item,
  });
  const scope = step.item
    ? before
    : { ...before, steps: { ...before.steps, [step.sourceId]: { output } } };
  const asked = await askUntilSettled({
    session,
    target,
    checks: checks.map((spec, index) => ({
      spec,
      id: spec.id ?? `${step.stepId}-${index + 1}`,
    })),
    phase: 'step',
    scope,
    stepId: step.stepId,
    signal,
    limit: timeLimitOf(source?.timeout),
    onProgress: options.onProgress,
  });
  results.push(...asked.map(item => item.result));
  if (signal.aborted) {
    return { kind: 'aborted' };
  }
  const failed = asked.find(({ result }) => result.status === 'fail');
  if (failed) {
    return {
      kind: 'failed',
      error: {
        code: 'CHECK_FAILED',
        message: `${failed.result.id}: ${failed.result.message}`,
        remedy: failed.result.remedy?.text,
        retryable: false,
        ...failed.culprit,
      },
    };
  }
  const unknown = asked.find(({ result }) => result.status === 'unknown');
  return (
    unknown && {
      kind: 'inconclusive',
      evidence: [],
      error: {
        code: 'CHECK_FAILED',
        message: `${unknown.result.id} could not be answered: ${unknown.result.message}`,
        remedy: unknown.result.remedy?.text,
        ...unknown.culprit,
      },
    }
  );
}
