import type { Reference } from './references';
import { didYouMean } from './suggestion';

/** Names that an expression at one place of a mission may read. */
export interface AllowedNames {
  readonly parameters: ReadonlySet<string>;
  /** Steps that have ended before. */
  readonly earlierSteps: ReadonlySet<string>;
  /** Every step of the mission, to tell "later" from "does not exist". */
  readonly allSteps: ReadonlySet<string>;
  readonly roles: ReadonlySet<string>;
  readonly each: boolean;
}

/** A name that does not exist at its place. */
export interface NameFault {
  readonly message: string;
  readonly remedy: string;
  /** Character of the expression. */
  readonly offset: number;
}

const FIELDS: Readonly<Record<string, readonly string[]>> = {
  target: ['name', 'environment', 'labels', 'version', 'role'],
  run: ['id', 'initiator'],
  mission: ['name', 'ref', 'title', 'version'],
  each: ['key', 'value'],
};
const ROOTS = ['parameters', 'steps', 'roles', ...Object.keys(FIELDS)];

/** Checks the names that an expression reads; undefined when all exist. */
export function findNameFault(
  references: readonly Reference[],
  names: AllowedNames,
): NameFault | undefined {
  for (const reference of references) {
    const fault = faultOf(reference, names);
    if (fault) {
      return { ...fault, offset: reference.start };
    }
  }
  return undefined;
}

type Fault = Omit<NameFault, 'offset'> | undefined;

function faultOf({ root, path }: Reference, names: AllowedNames): Fault {
  const [first] = path;
  switch (root) {
    case 'parameters':
      return first === undefined || names.parameters.has(first)
        ? undefined
        : {
            message: `the parameter "${first}" is not declared`,
            remedy: `Declare it in spec.parameters.properties, or correct the name.${didYouMean(
              first,
              names.parameters,
            )}`,
          };
    case 'steps':
      return stepFault(path, names);
    case 'roles':
      return roleFault(path, names);
    case 'each':
      return names.each
        ? fieldFault(root, first)
        : {
            message: '"each" exists only in a step that has each',
            remedy: 'Give the step an each, or read something else.',
          };
    default:
      return Object.hasOwn(FIELDS, root)
        ? fieldFault(root, first)
        : {
            message: `"${root}" does not exist`,
            remedy: `An expression may read ${ROOTS.join(', ')}.${didYouMean(
              root,
              ROOTS,
            )}`,
          };
  }
}

function stepFault(
  [step, field]: readonly string[],
  names: AllowedNames,
): Fault {
  if (step === undefined) {
    return undefined;
  }
  if (!names.allSteps.has(step)) {
    return {
      message: `there is no step "${step}"`,
      remedy: `Correct the id.${didYouMean(step, names.allSteps)}`,
    };
  }
  if (!names.earlierSteps.has(step)) {
    return {
      message: `the step "${step}" has not ended at this place`,
      remedy: 'Read only steps that come before, or put this one later.',
    };
  }
  return field === undefined || field === 'output'
    ? undefined
    : {
        message: `a step has no "${field}"`,
        remedy: `Write steps['${step}'].output.<field>.`,
      };
}

function roleFault(
  [role, part, step]: readonly string[],
  names: AllowedNames,
): Fault {
  if (role !== undefined && !names.roles.has(role)) {
    return {
      message: `there is no role "${role}"`,
      remedy: `Declare it in spec.targets.roles, or correct the name.${didYouMean(
        role,
        names.roles,
      )}`,
    };
  }
  if (part !== undefined && part !== 'steps' && part !== 'targets') {
    return {
      message: `a role has no "${part}"`,
      remedy: 'Write roles.<role>.steps[<id>].output.<field>.',
    };
  }
  return part === 'steps' && step !== undefined && !names.allSteps.has(step)
    ? {
        message: `there is no step "${step}"`,
        remedy: `Correct the id.${didYouMean(step, names.allSteps)}`,
      }
    : undefined;
}

function fieldFault(root: string, field?: string): Fault {
  const fields = FIELDS[root];
  return field === undefined || fields.includes(field)
    ? undefined
    : {
        message: `"${root}" has no "${field}"`,
        remedy: `It has ${fields.join(', ')}.${didYouMean(field, fields)}`,
      };
}
