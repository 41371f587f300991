import {
  type MissionStep,
  type RoleStep,
  dependencies,
  roleStepsOf,
} from '@mission-control/plugin-missions-common';

/** What is known while planning of the steps before. */
export interface PlannedSoFar {
  /** Steps whose output is only known when they run. */
  readonly deferred: ReadonlySet<string>;
  /** A step that it needs writes something. */
  readonly writes: boolean;
}

/**
 * Why a step cannot be planned in full now, or undefined. What it reads from a
 * deferred step is not known yet, a read behind a write would look at a
 * cluster that has not changed yet, and a read with checks of its own is only
 * done when they passed.
 */
export function deferralReason(options: {
  step: MissionStep;
  /** A read that has no plan of its own and would be run now. */
  plainRead: boolean;
  onlyWhenRunning: boolean;
  before: PlannedSoFar;
}): string | undefined {
  const { step, plainRead, onlyWhenRunning, before } = options;
  const reads = [
    ...dependencies(step.input ?? {}).steps,
    ...dependencies(step.if ?? 'true', { bare: true }).steps,
  ];
  const unknown = reads.find(id =>
    id === '*' ? before.deferred.size > 0 : before.deferred.has(id),
  );
  if (unknown) {
    return `It reads the output of step '${unknown}', which is known when that ran`;
  }
  const [awaited] = roleStepsOf({ ...step, verify: [], undo: undefined });
  if (awaited) {
    return `It reads the output of ${wordsOf(
      awaited,
    )}, which is known when that ran`;
  }
  if (onlyWhenRunning) {
    return 'It only makes sense while the run is running';
  }
  if (plainRead && step.verify?.length) {
    return 'Its own checks are asked when it runs';
  }
  return plainRead && before.writes
    ? 'It looks at the cluster after the writes before it'
    : undefined;
}

/** Why the entries of `each` are not known now, or undefined. */
export function deferredEach(
  step: MissionStep,
  before: PlannedSoFar,
): string | undefined {
  const { steps } = dependencies(step.each ?? []);
  const unknown = steps.find(id =>
    id === '*' ? before.deferred.size > 0 : before.deferred.has(id),
  );
  const [awaited] = roleStepsOf({
    id: step.id,
    action: step.action,
    each: step.each,
  });
  if (!unknown && !awaited) {
    return undefined;
  }
  return `Its entries come from the output of ${
    unknown ? `step '${unknown}'` : wordsOf(awaited)
  }, which is known when that ran`;
}

function wordsOf({ role, step }: RoleStep): string {
  return `step '${step}' of role '${role}'`;
}
