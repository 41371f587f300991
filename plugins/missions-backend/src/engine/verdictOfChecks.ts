import {
  type CheckStatus,
  type MissionSpec,
  type ProofSource,
  TargetEvent,
  proofSources,
} from '@mission-control/plugin-missions-common';

/** What the proof of a target says, and why. */
export interface ProofVerdict {
  readonly event:
    | typeof TargetEvent.verifyPassed
    | typeof TargetEvent.verifyFailed
    | typeof TargetEvent.verifyUnknown;
  readonly reason?: string;
}

/** An answer that counts as proof. */
export interface ProofAnswer {
  readonly id: string;
  /** What the check asks, as its mission says it. */
  readonly title?: string;
  readonly status: CheckStatus;
  readonly message: string;
}

/**
 * Success takes at least one passing answer, no failing one and no unknown
 * one. A failure outranks what is unknown: a person can decide on it.
 */
export function verdictOfChecks(answers: readonly ProofAnswer[]): ProofVerdict {
  const failed = answers.find(answer => answer.status === 'fail');
  if (failed) {
    return {
      event: TargetEvent.verifyFailed,
      reason: `${failed.id}: ${failed.message}`,
    };
  }
  const unknown = answers.find(answer => answer.status === 'unknown');
  if (unknown) {
    return {
      event: TargetEvent.verifyUnknown,
      reason: `${unknown.id} could not be answered: ${unknown.message}`,
    };
  }
  return answers.some(answer => answer.status === 'pass')
    ? { event: TargetEvent.verifyPassed }
    : {
        event: TargetEvent.verifyUnknown,
        reason: 'No check proved the outcome',
      };
}

/**
 * An orbit's checks look for findings, so failing ones are its result, not its
 * failure. What could not be looked at keeps it from success.
 */
export function verdictOfOrbit(answers: readonly ProofAnswer[]): ProofVerdict {
  const unknown = answers.filter(answer => answer.status === 'unknown');
  if (answers.length === 0 || unknown.length > 0) {
    return {
      event: TargetEvent.verifyUnknown,
      reason:
        answers.length === 0
          ? 'Nothing was looked at'
          : `${unknown
              .map(({ id, title = id }) => `'${title}'`)
              .join(', ')} could not be looked at: ${unknown[0].message}`,
    };
  }
  return { event: TargetEvent.verifyPassed };
}

/**
 * Whether the outcome of a mission is proven on a target, from the answers of
 * what has to prove it. Where nothing can, it never is.
 */
export function verdictOfOutcome(
  spec: Pick<MissionSpec, 'type' | 'checks' | 'verify'>,
  onCluster: boolean,
  answers: Readonly<Record<ProofSource, readonly ProofAnswer[]>>,
): ProofVerdict {
  const verdicts = proofSources(spec, onCluster).map(source =>
    source === 'checks'
      ? verdictOfOrbit(answers.checks)
      : verdictOfChecks(answers[source]),
  );
  return (
    verdicts.find(({ event }) => event !== TargetEvent.verifyPassed) ??
    verdicts[0] ??
    verdictOfChecks([])
  );
}
