import {
  type CheckResult,
  type ExpressionScope,
  type MissionCheckSpec,
  type StepError,
  evaluateCondition,
} from '@mission-control/plugin-missions-common';
import type {
  CheckOutcome,
  FindingInput,
} from '@mission-control/plugin-missions-node';
import { checkRemedy } from '../engine/checkRemedy';
import { limitPayload } from '../sealing';
import type { TargetRecord } from '../store';
import { describeError } from './describeError';
import { evaluateInRun } from './evaluateInRun';
import { isEngineFailure } from './isEngineFailure';
import { askWithin } from './leaveBehind';
import { parseInput } from './parseInput';
import type { TargetSession } from './TargetSession';

/** How long a check may take to answer once. */
const ANSWER_MS = 600_000;

/** A check's answer, and what only the engine needs of it. */
export interface AskedCheck {
  readonly result: CheckResult;
  readonly findings: readonly FindingInput[];
  readonly culprit?: Pick<StepError, 'object' | 'culprit'>;
  readonly progressing: boolean;
  readonly progressKey?: string;
}

/**
 * Asks one check. A check that throws, or does not answer in time, could not
 * look, so its answer is `unknown`. Undefined when its condition is false.
 */
export async function askCheck(options: {
  session: TargetSession;
  target: TargetRecord;
  spec: MissionCheckSpec;
  id: string;
  phase: CheckResult['phase'];
  scope: ExpressionScope;
  stepId?: string;
  signal?: AbortSignal;
}): Promise<AskedCheck | undefined> {
  const { session, target, spec, id, phase, scope, stepId } = options;
  const { masker } = session.session;
  const startedAt = performance.now();
  const about = {
    id,
    check: spec.check,
    title: spec.title,
    phase,
    targetId: target.targetId,
    stepId,
  };
  try {
    if (
      spec.if !== undefined &&
      !evaluateCondition(spec.if, scope, session.session.derived)
    ) {
      return undefined;
    }
    const check = session.registry.check(spec.check);
    const input = parseInput(
      check.schema.input,
      await evaluateInRun(session, spec.input ?? {}, scope),
      `Check '${id}'`,
    );
    const who = `Check '${spec.check}'`;
    const outcome = await askWithin({
      who,
      limitMs: ANSWER_MS,
      signal: options.signal ?? session.held.signal,
      ask: async signal =>
        check.run(
          session.base({
            target,
            stepId: stepId ?? id,
            writes: { who },
            input,
            signal,
          }),
        ),
    });
    const at = new Date();
    const remedy = checkRemedy(
      session.session.run.missionRef,
      outcome.remedy,
      spec.remedy,
    );
    const result = masker.mask({
      ...about,
      status: outcome.status,
      message: outcome.message,
      at,
      durationMs: Math.round(performance.now() - startedAt),
      evidence: outcome.evidence.map(item => ({ ...item, at })),
      ...(outcome.status !== 'pass' && remedy && { remedy }),
    });
    return {
      result: { ...result, evidence: result.evidence.map(limitEvidence) },
      findings: masker.mask(outcome.findings ?? []),
      culprit: culpritOf(masker.mask(outcome.culprit)),
      progressing: outcome.progressing ?? false,
      progressKey: outcome.progressKey,
    };
  } catch (error) {
    if (isEngineFailure(error)) {
      throw error;
    }
    const { code, message, remedy } = describeError(error, masker);
    return {
      result: {
        ...about,
        status: 'unknown',
        message: `${message} (${code})`,
        at: new Date(),
        durationMs: Math.round(performance.now() - startedAt),
        evidence: [],
        ...(remedy && { remedy: { text: remedy } }),
      },
      findings: [],
      progressing: false,
    };
  }
}

function culpritOf(culprit: CheckOutcome['culprit']): AskedCheck['culprit'] {
  return (
    culprit && {
      object: culprit.object,
      culprit: culprit.details && { ...limitPayload(culprit.details) },
    }
  );
}

/** Evidence within the limits of a payload. */
export function limitEvidence<T extends { answered?: unknown }>(
  evidence: T,
): T & { truncated?: boolean } {
  const answered = limitPayload(evidence.answered);
  return answered === evidence.answered
    ? evidence
    : { ...evidence, answered, truncated: true };
}
