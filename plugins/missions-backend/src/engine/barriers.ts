import {
  type MissionSpec,
  type RoleStep,
  type RunState,
  type StepState,
  awaitedRoles,
  isStepDone,
  isTerminal,
} from '@mission-control/plugin-missions-common';

/** How a wait for other roles stands. */
export type Barrier =
  | { readonly kind: 'met' }
  | { readonly kind: 'open'; readonly reason: string }
  /** A target ended without the step: it will never be met. */
  | { readonly kind: 'lost'; readonly reason: string };

/** A target that others may wait for. */
export interface BarrierTarget {
  readonly targetId: string;
  readonly role?: string;
  readonly state: RunState;
}

/** A step, or an entry of it, on such a target. */
export interface BarrierStep {
  readonly targetId: string;
  readonly sourceId: string;
  readonly state: StepState;
}

/** Targets that are named in a reason. */
const MAX_NAMES = 5;

/**
 * Whether all targets of the roles are done with their steps. A target without
 * the step has not been planned yet.
 */
export function barrierOf(
  needs: readonly RoleStep[],
  targets: readonly BarrierTarget[],
  steps: readonly BarrierStep[],
): Barrier {
  const open: string[] = [];
  const done = doneSteps(steps);
  for (const { role, step } of needs) {
    const missing = targets.filter(
      target => target.role === role && !done.get(target.targetId)?.get(step),
    );
    const what = `step '${step}' of role '${role}'`;
    const ended = missing.filter(target => isTerminal(target.state));
    if (ended.length > 0) {
      return {
        kind: 'lost',
        reason: `It needs ${what}, and ${namesOf(ended)} ended without it`,
      };
    }
    if (missing.length > 0) {
      const stuck = missing.filter(target => target.state === 'needs_decision');
      open.push(
        `Waits for ${what}${
          stuck.length > 0 ? `: a decision is needed on ${namesOf(stuck)}` : ''
        }`,
      );
    }
  }
  return open.length > 0
    ? { kind: 'open', reason: open.join('; ') }
    : { kind: 'met' };
}

/** The parts of a mission in which roles name each other. */
type RoleSpec = Partial<
  Pick<MissionSpec, 'targets' | 'steps' | 'verify' | 'checks'>
>;

/**
 * Roles whose targets keep out of the count of the waves, because a wave that
 * waits for a later one would never end: those that others wait for go first;
 * in an undo, those that others needed go last.
 */
export function rolesOutOfWaves(
  spec: RoleSpec,
  undo: boolean,
): ReadonlyMap<string | undefined, 'first' | 'last'> {
  const roles = Object.keys(spec.targets?.roles ?? {});
  return new Map(
    undo
      ? roles
          .filter(role => rolesUndoneBefore(spec, role).length > 0)
          .map(role => [role, 'last'])
      : roles
          .flatMap(role => [...awaited(spec, role)])
          .map(role => [role, 'first']),
  );
}

/** Roles that are taken back before this one: they needed it, and it did not need them. */
export function rolesUndoneBefore(spec: RoleSpec, role: string): string[] {
  const needed = new Set<string>();
  const add = (from: string) => {
    for (const next of awaited(spec, from)) {
      if (!needed.has(next)) {
        needed.add(next);
        add(next);
      }
    }
  };
  add(role);
  return rolesThatAwait(spec, new Set([role])).filter(
    other => other !== role && !needed.has(other),
  );
}

/** Whether an undo may go on with a target: what needed it has been taken back, or has ended. */
export function undoBarrier(
  before: readonly string[],
  targets: readonly BarrierTarget[],
): Barrier {
  const missing = targets.filter(
    target =>
      target.role !== undefined &&
      before.includes(target.role) &&
      target.state !== 'verifying' &&
      !isTerminal(target.state),
  );
  return missing.length > 0
    ? {
        kind: 'open',
        reason: `Waits until what needed it is taken back on ${namesOf(
          missing,
        )}`,
      }
    : { kind: 'met' };
}

/** Roles whose targets wait for one of these roles somewhere. */
export function rolesThatAwait(
  spec: RoleSpec,
  moved: ReadonlySet<string>,
): string[] {
  return Object.keys(spec.targets?.roles ?? {}).filter(role =>
    [...awaited(spec, role)].some(name => moved.has(name)),
  );
}

function awaited(spec: RoleSpec, role: string): ReadonlySet<string> {
  const { steps = [], verify = [], checks = [] } = spec;
  return awaitedRoles({ steps, verify, checks }, role);
}

/** Whether a step is done with all its entries, by target and id. */
function doneSteps(
  steps: readonly BarrierStep[],
): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  for (const { targetId, sourceId, state } of steps) {
    const own = found.get(targetId) ?? new Map<string, boolean>();
    own.set(sourceId, (own.get(sourceId) ?? true) && isStepDone(state));
    found.set(targetId, own);
  }
  return found;
}

function namesOf(targets: readonly BarrierTarget[]): string {
  const names = targets.slice(0, MAX_NAMES).map(target => target.targetId);
  const more = targets.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
