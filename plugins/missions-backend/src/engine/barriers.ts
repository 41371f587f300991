import {
  type MissionSpec,
  type RoleStep,
  type RunState,
  type StepState,
  awaitedRoles,
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

const DONE: readonly StepState[] = ['succeeded', 'skipped', 'overridden'];

/** Targets that are named in a reason. */
const MAX_NAMES = 5;

/** Whether a step needs nothing more, so that what needs it may begin. */
export function isDone(state: StepState): boolean {
  return DONE.includes(state);
}

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

/**
 * Roles that targets of the run wait for: theirs go first, because a wave that
 * waits for a later one would never end.
 */
export function leadingRoles(
  spec: Partial<Pick<MissionSpec, 'targets' | 'steps' | 'verify' | 'checks'>>,
): ReadonlySet<string | undefined> {
  const { targets, steps = [], verify = [], checks = [] } = spec;
  return new Set(
    Object.keys(targets?.roles ?? {}).flatMap(role => [
      ...awaitedRoles({ steps, verify, checks }, role),
    ]),
  );
}

/** Roles whose targets wait for one of these roles somewhere. */
export function rolesThatAwait(
  spec: Pick<MissionSpec, 'targets' | 'steps' | 'verify' | 'checks'>,
  moved: ReadonlySet<string>,
): string[] {
  return Object.keys(spec.targets?.roles ?? {}).filter(role =>
    [...awaitedRoles(spec, role)].some(awaited => moved.has(awaited)),
  );
}

/** Whether a step is done with all its entries, by target and id. */
function doneSteps(
  steps: readonly BarrierStep[],
): Map<string, Map<string, boolean>> {
  const found = new Map<string, Map<string, boolean>>();
  for (const { targetId, sourceId, state } of steps) {
    const own = found.get(targetId) ?? new Map<string, boolean>();
    own.set(sourceId, (own.get(sourceId) ?? true) && isDone(state));
    found.set(targetId, own);
  }
  return found;
}

function namesOf(targets: readonly BarrierTarget[]): string {
  const names = targets.slice(0, MAX_NAMES).map(target => target.targetId);
  const more = targets.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
