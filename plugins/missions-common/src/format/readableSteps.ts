import type { AllowedNames, StepFault } from '../expressions/names';
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

/** Which steps an expression at a place may read, of its own target and of roles. */
export function readableSteps(
  { spec }: MissionDefinition,
  place: StepPlace,
): Pick<AllowedNames, 'steps' | 'roles' | 'roleTargets'> {
  const { steps } = spec;
  const roles = Object.entries(spec.targets?.roles ?? {});
  return {
    roleTargets: place.kind !== 'preflight',
    steps: new Map(
      steps.map((step, index) => [
        step.id,
        lateFault(place, step, index) ?? ownFault(spec, place, step),
      ]),
    ),
    roles: new Map(
      roles.map(([role, range]) => [
        role,
        {
          single: range?.max === 1,
          steps: new Map(
            steps.map((step, index) => [
              step.id,
              lateFault(place, step, index, true) ?? roleFault(role, step),
            ]),
          ),
        },
      ]),
    ),
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
  { steps, targets }: MissionDefinition['spec'],
  place: StepPlace,
  step: MissionStep,
): StepFault | undefined {
  const reader = place.kind === 'step' ? steps[place.index] : step;
  if (reader === step) {
    return undefined;
  }
  const roles = Object.keys(targets?.roles ?? {});
  const needs = (roles.length > 0 ? roles : [undefined])
    .map(role => stepNeeds(steps, role))
    .filter(map => map.has(reader.id) && map.has(step.id));
  if (needs.length === 0) {
    return {
      message: `the step "${step.id}" runs on targets of the role "${step.role}" only`,
      remedy: `Write roles.${step.role}.steps['${step.id}'].output: it is waited for.`,
    };
  }
  return needs.every(map => stepsBefore(map, reader.id).has(step.id))
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
