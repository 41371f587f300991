import { dependencies } from '../expressions/dependencies';
import type { MissionCheckSpec } from './checkSchema';
import type { MissionSpec } from './schema';
import type { MissionStep } from './stepSchema';

/** A step that all targets of a role have to be done with. @public */
export interface RoleStep {
  readonly role: string;
  readonly step: string;
}

/** What has to be done before a step begins on a target. @public */
export interface StepNeeds {
  /** Ids of steps of the same target. */
  readonly steps: readonly string[];
  /** Barriers: steps of other roles. */
  readonly roles: readonly RoleStep[];
}

/** By steps and role: a mission never changes, and is asked at each of its steps. */
const known = new WeakMap<
  readonly MissionStep[],
  Map<string | undefined, ReadonlyMap<string, StepNeeds>>
>();

/**
 * What each step of a target of this role needs, by step id, in the order of
 * the file: what `needs` lists; without `needs` the step before it. A step
 * whose output is read through `roles` is needed too, and so is a listed step
 * that only another role runs: both are barriers. The order of the file is an
 * order in which all needs are met, because a step can only name earlier ones.
 * Computed once for each array of steps: nobody changes one.
 * @public
 */
export function stepNeeds(
  steps: readonly MissionStep[],
  role: string | undefined,
): ReadonlyMap<string, StepNeeds> {
  const ofRoles = known.get(steps) ?? new Map();
  known.set(steps, ofRoles);
  const needs = ofRoles.get(role) ?? needsOf(steps, role);
  ofRoles.set(role, needs);
  return needs;
}

function needsOf(
  steps: readonly MissionStep[],
  role: string | undefined,
): ReadonlyMap<string, StepNeeds> {
  const own = steps.filter(step => runsOn(step, role));
  return new Map(
    own.map((step, index): [string, StepNeeds] => {
      const before = own.slice(Math.max(0, index - 1), index);
      const named = step.needs
        ? step.needs.flatMap(id => steps.find(item => item.id === id) ?? [])
        : before;
      const [here, elsewhere] = [true, false].map(side =>
        named.filter(item => runsOn(item, role) === side),
      );
      return [
        step.id,
        {
          steps: here.map(item => item.id),
          roles: unique([
            ...elsewhere.map(item => ({ role: item.role!, step: item.id })),
            ...roleStepsOf(step),
          ]),
        },
      ];
    }),
  );
}

/** Steps of the same target that are done when this one begins. @public */
export function stepsBefore(
  needs: ReadonlyMap<string, StepNeeds>,
  stepId: string,
): ReadonlySet<string> {
  const found = new Set<string>();
  const add = (id: string) => {
    for (const need of needs.get(id)?.steps ?? []) {
      if (!found.has(need)) {
        found.add(need);
        add(need);
      }
    }
  };
  add(stepId);
  return found;
}

/** Steps of other roles whose output a step reads, its checks and its undo too. @public */
export function roleStepsOf(step: MissionStep): RoleStep[] {
  return unique([
    ...rolesOfValue([step.each, step.input, step.undo?.input]),
    ...rolesOfCondition(step.if),
    ...rolesOfChecks(step.verify ?? []),
  ]);
}

/** Steps of other roles whose output the checks of the outcome read. @public */
export function roleStepsOfOutcome(
  spec: Pick<MissionSpec, 'verify' | 'checks'>,
): RoleStep[] {
  return unique(rolesOfChecks([...spec.verify, ...spec.checks]));
}

/**
 * Roles that a target of this role waits for somewhere in its way.
 * @public
 */
export function awaitedRoles(
  spec: Pick<MissionSpec, 'steps' | 'verify' | 'checks'>,
  role: string | undefined,
): ReadonlySet<string> {
  const needs = [...stepNeeds(spec.steps, role).values()];
  return new Set(
    [...needs.flatMap(item => item.roles), ...roleStepsOfOutcome(spec)].map(
      item => item.role,
    ),
  );
}

function runsOn(step: MissionStep, role: string | undefined): boolean {
  return step.role === undefined || step.role === role;
}

function rolesOfChecks(
  checks: readonly Omit<MissionCheckSpec, 'id'>[],
): RoleStep[] {
  return checks.flatMap(check => [
    ...rolesOfValue([check.input, check.remedy?.parameters]),
    ...rolesOfCondition(check.if),
  ]);
}

function rolesOfValue(value: unknown): RoleStep[] {
  return dependencies(value).roles.flatMap(toRoleStep);
}

function rolesOfCondition(condition: string | undefined): RoleStep[] {
  return condition === undefined
    ? []
    : dependencies(condition, { bare: true }).roles.flatMap(toRoleStep);
}

/** `roles.<role>.targets` names clusters, and waits for nothing. */
function toRoleStep(item: { role: string; step?: string }): RoleStep[] {
  return item.step === undefined ? [] : [{ role: item.role, step: item.step }];
}

function unique(items: readonly RoleStep[]): RoleStep[] {
  const keys = new Set<string>();
  return items.filter(({ role, step }) => {
    const key = `${role}/${step}`;
    const isNew = !keys.has(key);
    keys.add(key);
    return isNew;
  });
}
