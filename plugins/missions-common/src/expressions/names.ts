import type { Reference } from './references';
import { didYouMean } from './suggestion';

/** Why a step of the mission cannot be read at a place. */
export interface StepFault {
  readonly message: string;
  readonly remedy: string;
}

/** Every step of the mission: readable (undefined), or why not. */
export type ReadableSteps = Pick<
  ReadonlyMap<string, StepFault | undefined>,
  'get' | 'has' | 'keys'
>;

/** Names that an expression at one place of a mission may read. */
export interface AllowedNames {
  readonly parameters: ReadonlySet<string>;
  readonly steps: ReadableSteps;
  readonly roles: ReadonlyMap<
    string,
    {
      readonly steps: ReadableSteps;
      /** One target at most: an output is the value itself. */
      readonly single: boolean;
    }
  >;
  /** Whether the run's targets are known. */
  readonly roleTargets: boolean;
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
  { steps }: AllowedNames,
): Fault {
  if (step === undefined) {
    return undefined;
  }
  return readFault(step, steps) ?? outputFault(step, field, 'steps');
}

function roleFault(
  [role, part, step, field, inside]: readonly string[],
  names: AllowedNames,
): Fault {
  const known = role === undefined ? undefined : names.roles.get(role);
  if (role !== undefined && !known) {
    return {
      message: `there is no role "${role}"`,
      remedy: `Declare it in spec.targets.roles, or correct the name.${didYouMean(
        role,
        names.roles.keys(),
      )}`,
    };
  }
  if (part === 'targets') {
    return names.roleTargets
      ? undefined
      : {
          message: 'preflight is also asked before there is a run with targets',
          remedy: 'Read it in a step or in spec.verify.',
        };
  }
  if (part !== undefined && part !== 'steps') {
    return {
      message: `a role has no "${part}"`,
      remedy: 'Write roles.<role>.steps[<id>].output.<field>.',
    };
  }
  if (!known || step === undefined) {
    return {
      message: 'what is read of a role is waited for, so it has to be named',
      remedy: 'Write roles.<role>.steps[<id>].output, without computed names.',
    };
  }
  const fault =
    readFault(step, known.steps) ??
    outputFault(step, field, `roles.${role}.steps`);
  if (fault || inside === undefined || known.single) {
    return fault;
  }
  return {
    message: `the role "${role}" may have several targets, so its output is a map from target to output; found .${inside}`,
    remedy: `Set max: 1 for the role, or read each entry, such as roles.${role}.targets.map(t, roles.${role}.steps['${step}'].output[t].${inside}).`,
  };
}

function readFault(step: string, steps: ReadableSteps): Fault {
  return steps.has(step)
    ? steps.get(step)
    : {
        message: `there is no step "${step}"`,
        remedy: `Correct the id.${didYouMean(step, steps.keys())}`,
      };
}

function outputFault(
  step: string,
  field: string | undefined,
  owner: string,
): Fault {
  return field === undefined || field === 'output'
    ? undefined
    : {
        message: `a step has no "${field}"`,
        remedy: `Write ${owner}['${step}'].output.<field>.`,
      };
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
