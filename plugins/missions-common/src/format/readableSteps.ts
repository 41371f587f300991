import type {
  AllowedNames,
  ReadableSteps,
  StepFault,
} from '../expressions/names';
import type { MissionDefinition } from './schema';
import { stepNeeds, stepsBefore } from './stepNeeds';
import type { MissionStep } from './stepSchema';

/** Where an expression stands, as far as steps matter. */
export type StepPlace =
  | { readonly kind: 'preflight' }
  | { readonly kind: 'outcome' }
  /** `ended`: in what is asked after the step, which may read its own output. */
  | { readonly kind: 'step'; readonly index: number; readonly ended: boolean };

const NOT_ENDED: Pick<StepFault, 'remedy'> = {
  remedy: 'Read only steps that come before, or put this one later.',
};

/** Which steps expressions may read, of their own target and of roles, by their place. */
export function readableSteps({
  spec,
}: MissionDefinition): (
  place: StepPlace,
) => Pick<AllowedNames, 'steps' | 'roles' | 'roleTargets'> {
  const { steps } = spec;
  const roles = Object.entries(spec.targets?.roles ?? {});
  const order = orderOf(spec);
  const indexOf = new Map(steps.map(({ id }, index) => [id, index]));
  /** Asked for few of a thousand steps at a thousand places. */
  const readable = (
    faultOf: (step: MissionStep, index: number) => StepFault | undefined,
  ): ReadableSteps => ({
    has: id => indexOf.has(id),
    get: id => {
      const index = indexOf.get(id);
      return index === undefined ? undefined : faultOf(steps[index], index);
    },
    keys: () => indexOf.keys(),
  });
  return place => ({
    roleTargets: place.kind !== 'preflight',
    steps: readable(
      (step, index) =>
        lateFault(place, step, index) ?? ownFault(steps, order, place, step),
    ),
    roles: new Map(
      roles.map(([role, range]) => [
        role,
        {
          single: range?.max === 1,
          steps: readable(
            (step, index) =>
              lateFault(place, step, index, true) ?? roleFault(role, step),
          ),
        },
      ]),
    ),
  });
}

/** Of targets of one role: which steps they run, and what ended before each. */
interface RoleOrder {
  has(stepId: string): boolean;
  before(stepId: string): ReadonlySet<string>;
}

/** For each role, or for all targets; made when it is first asked for. */
function orderOf({
  steps,
  targets,
}: MissionDefinition['spec']): () => readonly RoleOrder[] {
  let made: readonly RoleOrder[] | undefined;
  return () => {
    const roles = Object.keys(targets?.roles ?? {});
    made ??= (roles.length > 0 ? roles : [undefined]).map(role => {
      const needs = stepNeeds(steps, role);
      const known = new Map<string, ReadonlySet<string>>();
      return {
        has: id => needs.has(id),
        before: id => {
          const before = known.get(id) ?? stepsBefore(needs, id);
          known.set(id, before);
          return before;
        },
      };
    });
    return made;
  };
}

function lateFault(
  place: StepPlace,
  { id }: MissionStep,
  index: number,
  ofRole: boolean = false,
): StepFault | undefined {
  const ended =
    place.kind === 'outcome' ||
    (place.kind === 'step' &&
      (index < place.index ||
        (index === place.index && place.ended && !ofRole)));
  return ended
    ? undefined
    : {
        message: `the step "${id}" has not ended at this place`,
        ...NOT_ENDED,
      };
}

/** Checks of the outcome may have a condition on the role, so they read any step. */
function ownFault(
  steps: readonly MissionStep[],
  order: () => readonly RoleOrder[],
  place: StepPlace,
  step: MissionStep,
): StepFault | undefined {
  const reader = place.kind === 'step' ? steps[place.index] : step;
  if (reader === step) {
    return undefined;
  }
  const shared = order().filter(
    role => role.has(reader.id) && role.has(step.id),
  );
  if (shared.length === 0) {
    return {
      message: `the step "${step.id}" runs on targets of the role "${step.role}" only`,
      remedy: `Write roles.${step.role}.steps['${step.id}'].output: it is waited for.`,
    };
  }
  return shared.every(role => role.before(reader.id).has(step.id))
    ? undefined
    : {
        message: `the step "${step.id}" need not have ended at this place`,
        remedy: `Add ${step.id} to the needs of "${reader.id}", or of a step that it needs.`,
      };
}

function roleFault(role: string, step: MissionStep): StepFault | undefined {
  return step.role === undefined || step.role === role
    ? undefined
    : {
        message: `the step "${step.id}" runs on targets of the role "${step.role}", not of "${role}"`,
        remedy: `Write roles.${step.role}.steps['${step.id}'].output.`,
      };
}
