import {
  type MissionStep,
  dependencies,
} from '@mission-control/plugin-missions-common';

/** What is known while planning of the steps before. */
export interface PlannedSoFar {
  /** Steps whose output is only known when they run. */
  readonly deferred: ReadonlySet<string>;
  /** A step before writes something. */
  readonly writes: boolean;
}

/**
 * Why a step cannot be planned in full now, or undefined. What it reads from a
 * deferred step is not known yet, and a read behind a write would look at a
 * cluster that has not changed yet.
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
  if (onlyWhenRunning) {
    return 'It only makes sense while the run is running';
  }
  return plainRead && before.writes
    ? 'It looks at the cluster after the writes before it'
    : undefined;
}

/** The deferred step that `each` would need now, or undefined. */
export function deferredEach(
  step: MissionStep,
  before: PlannedSoFar,
): string | undefined {
  return dependencies(step.each ?? []).steps.find(
    id => id === '*' || before.deferred.has(id),
  );
}
