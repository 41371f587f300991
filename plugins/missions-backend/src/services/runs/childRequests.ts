import {
  dependencies,
  eachEntries,
  evaluate,
  evaluateCondition,
  isMissionError,
  MissionError,
  readsWhileRunning,
  type ExpressionDependencies,
  type ExpressionScope,
  type MissionSpec,
  type MissionStep,
  type TargetChoice,
} from '@mission-control/plugin-missions-common';
import { z } from 'zod';

/** The action by which a step starts another mission. */
export const CHILD_ACTION = 'mission:run';

/** Stands for every parameter in a set of names. */
export const EVERY_NAME = '*';

/** A run, or one that a step would start, as far as it is known before it is made. */
export interface PlannedRun {
  readonly missionRef: string;
  readonly missionVersion: string;
  readonly spec: MissionSpec;
  /** `undo`: only what its steps start to be taken back. */
  readonly part: 'run' | 'undo';
  readonly parameters: Readonly<Record<string, unknown>>;
  /** Parameters whose value is known only while the run before goes on. */
  readonly unknown: ReadonlySet<string>;
  /** Empty: the one target without a cluster. */
  readonly targets: readonly {
    readonly name: string;
    readonly environment?: string;
    readonly role?: string;
  }[];
}

/** A start of another mission by a step. */
export interface PlannedChild {
  readonly missionRef: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly unknown: ReadonlySet<string>;
  readonly targets: readonly TargetChoice[];
  /** The step that starts it. */
  readonly stepId: string;
  /** Whether its condition holds, or for which entries, is known only later. */
  readonly maybe: boolean;
  /** Of the mission and step that start it, for messages. */
  readonly place: string;
}

interface ChildStep {
  readonly step: MissionStep;
  readonly input: Readonly<Record<string, unknown>>;
  /** Of the input. */
  readonly place: string;
}

const missionInput = z.string();
const targetsInput = z.array(
  z.object({ cluster: z.string(), role: z.string().optional() }).strict(),
);

/** Whether a run of this mission, or its undo, can start other missions. */
export function startsChildren(
  spec: MissionSpec,
  part: PlannedRun['part'],
): boolean {
  return childSteps(spec, part).length > 0;
}

/**
 * Everything that the steps of a run may start. A condition that is false for
 * good starts nothing; one that is not known yet may come true. Throws
 * INPUT_INVALID, with its place, where mission or clusters are known only
 * while the run goes on, and EXPRESSION_FAILED.
 */
export function childRequests(run: PlannedRun): PlannedChild[] {
  const targets =
    run.targets.length > 0 ? run.targets : [{ name: '-', role: undefined }];
  return childSteps(run.spec, run.part).flatMap(child =>
    targets
      .filter(
        ({ role }) => child.step.role === undefined || child.step.role === role,
      )
      .flatMap(target => ofStep(run, child, target)),
  );
}

function childSteps(
  { steps }: MissionSpec,
  part: PlannedRun['part'],
): ChildStep[] {
  return steps.flatMap((step, index) => {
    const [use, place] =
      part === 'undo'
        ? [step.undo, `spec.steps[${index}].undo.input`]
        : [step, `spec.steps[${index}].input`];
    return use?.action === CHILD_ACTION
      ? [{ step, input: use.input ?? {}, place }]
      : [];
  });
}

function ofStep(
  run: PlannedRun,
  child: ChildStep,
  target: PlannedRun['targets'][number],
): PlannedChild[] {
  const { step } = child;
  const where = `${child.place} of mission '${run.missionRef}'`;
  const scope: ExpressionScope = {
    parameters: run.parameters,
    declared: run.spec.parameters,
    target,
    mission: {
      name: run.missionRef.split('/').at(-1)!,
      ref: run.missionRef,
      version: run.missionVersion,
    },
    steps: {},
    roles: rolesOf(run),
  };
  return atPlace(where, () => {
    const each = entriesOf(run, step, scope);
    return each.flatMap(entry => {
      const own = { ...scope, each: entry };
      const later = (value: unknown, bare = false) =>
        knownLater(run, dependencies(value, { bare }), entry !== undefined);
      if (
        step.if !== undefined &&
        !later(step.if, true) &&
        !evaluateCondition(step.if, own)
      ) {
        return [];
      }
      for (const name of ['mission', 'targets']) {
        if (later(child.input[name])) {
          throw notKnown(name, step);
        }
      }
      return [
        {
          missionRef: parsed(missionInput, 'mission', child.input, own),
          targets: parsed(targetsInput, 'targets', child.input, own),
          ...parametersOf(child.input.parameters, own, later),
          stepId: step.id,
          maybe:
            (step.if !== undefined && later(step.if, true)) ||
            (step.each !== undefined && entry === undefined),
          place: where,
        },
      ];
    });
  });
}

/** Entries of `each`; one without entry when there is no `each`, or it is not known yet. */
function entriesOf(
  run: PlannedRun,
  step: MissionStep,
  scope: ExpressionScope,
): (ExpressionScope['each'] | undefined)[] {
  if (
    step.each === undefined ||
    knownLater(run, dependencies(step.each), false)
  ) {
    return [undefined];
  }
  return eachEntries(evaluate(step.each, scope));
}

/** Whether something that is read has its value only while the run goes on. */
function knownLater(
  { unknown }: PlannedRun,
  reads: ExpressionDependencies,
  knowsEach: boolean,
): boolean {
  return (
    readsWhileRunning(reads) ||
    (reads.each && !knowsEach) ||
    readsUnknown(reads, unknown)
  );
}

/** Whether one of the parameters that are read has its value only later. */
export function readsUnknown(
  { parameters }: Pick<ExpressionDependencies, 'parameters'>,
  unknown: ReadonlySet<string>,
): boolean {
  return parameters.some(
    name =>
      unknown.has(name) ||
      unknown.has(EVERY_NAME) ||
      (name === '*' && unknown.size > 0),
  );
}

function parametersOf(
  input: unknown,
  scope: ExpressionScope,
  later: (value: unknown) => boolean,
): Pick<PlannedChild, 'parameters' | 'unknown'> {
  if (typeof input === 'string' && later(input)) {
    return { parameters: {}, unknown: new Set([EVERY_NAME]) };
  }
  const given = typeof input === 'string' ? evaluate(input, scope) : input;
  const entries = Object.entries((given ?? {}) as Record<string, unknown>);
  const unknown = entries.flatMap(([name, value]) =>
    given === input && later(value) ? [name] : [],
  );
  const known = Object.fromEntries(
    entries.filter(([name]) => !unknown.includes(name)),
  );
  return {
    parameters: (given === input ? evaluate(known, scope) : known) as Record<
      string,
      unknown
    >,
    unknown: new Set(unknown),
  };
}

function parsed<T>(
  schema: z.ZodType<T>,
  name: string,
  input: ChildStep['input'],
  scope: ExpressionScope,
): T {
  const fallback = name === 'targets' ? [] : undefined;
  const result = schema.safeParse(evaluate(input[name] ?? fallback, scope));
  if (!result.success) {
    const [issue] = result.error.issues;
    throw new MissionError(
      'INPUT_INVALID',
      `${[name, ...issue.path].join('.')}: ${issue.message}`,
    );
  }
  return result.data;
}

function rolesOf({ spec, targets }: PlannedRun): ExpressionScope['roles'] {
  return Object.fromEntries(
    Object.keys(spec.targets?.roles ?? {}).map(role => [
      role,
      {
        steps: {},
        targets: targets
          .filter(target => target.role === role)
          .map(target => target.name),
      },
    ]),
  );
}

function notKnown(name: string, step: MissionStep): MissionError {
  return new MissionError(
    'INPUT_INVALID',
    `${name} of step '${step.id}' is known only while the run goes on, but the rights to missions and clusters are asked before it starts`,
    {
      remedy:
        'Let mission and targets of mission:run read parameters, target, each and roles.<role>.targets only: make them parameters of the mission.',
    },
  );
}

/** Puts the place before what goes wrong. */
export function atPlace<T>(place: string, fn: () => T): T {
  try {
    return fn();
  } catch (error) {
    if (!isMissionError(error)) {
      throw error;
    }
    throw new MissionError(error.code, `${place}: ${error.message}`, {
      remedy: error.remedy,
      details: error.details,
      cause: error,
    });
  }
}
