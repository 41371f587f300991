import { didYouMean } from '../expressions/suggestion';
import { scheduleFaults } from '../schedule';
import { durationSeconds } from './duration';
import { needsProblems, waveProblems } from './needsRules';
import type { FoundProblem, ProblemPath } from './problem';
import type { RefusedParts } from './refusedParts';
import type { MissionDefinition, MissionSpec } from './schema';

/** Names that are registered on this instance. */
export interface KnownNames {
  readonly actions?: ReadonlySet<string>;
  readonly checks?: ReadonlySet<string>;
}

/**
 * What the schema cannot say: references between parts, and what a kind needs.
 * What follows only from a part that was refused is left out.
 */
export function structureProblems(
  mission: MissionDefinition,
  known: KnownNames,
  refused: RefusedParts,
): FoundProblem[] {
  const { spec } = mission;
  const problems = [
    ...kindProblems(spec, refused),
    ...duplicateIdProblems(spec),
    ...targetProblems(spec, refused),
    ...stepProblems(spec),
    ...needsProblems(spec),
    ...waveProblems(spec),
    ...scheduleProblems(spec, refused),
  ].filter(({ path }) => !refused.has(path));
  return [...problems, ...unknownNames(spec, known)];
}

const invalid = (
  path: ProblemPath,
  message: string,
  remedy: string,
): FoundProblem => ({ code: 'MISSION_INVALID', path, message, remedy });

function kindProblems(
  spec: MissionSpec,
  refused: RefusedParts,
): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const { type } = spec;
  const isRead = (key: string) => !refused.has(['spec', key]);
  if (!isRead('type')) {
    return [];
  }
  if (type !== 'orbit' && spec.steps.length === 0 && isRead('steps')) {
    problems.push(
      invalid(
        ['spec'],
        `A mission of type ${type} needs at least one step`,
        'Add spec.steps.',
      ),
    );
  }
  if (type === 'orbit' && spec.checks.length === 0 && isRead('checks')) {
    problems.push(
      invalid(
        ['spec'],
        'An orbit needs at least one entry in spec.checks',
        'Add spec.checks: what does it look at?',
      ),
    );
  }
  if (type !== 'orbit' && spec.checks.length > 0) {
    problems.push(
      invalid(
        ['spec', 'checks'],
        `spec.checks is for orbits; this mission is of type ${type}`,
        'Move the checks to spec.verify or spec.preflight.',
      ),
    );
  }
  for (const key of ['schedule', 'dashboard'] as const) {
    if (type !== 'orbit' && spec[key]) {
      problems.push(
        invalid(
          ['spec', key],
          `spec.${key} is for orbits; this mission is of type ${type}`,
          'Remove it, or make the mission an orbit.',
        ),
      );
    }
  }
  if (type !== 'sequence' && !spec.targets && isRead('targets')) {
    problems.push(
      invalid(
        ['spec'],
        `A mission of type ${type} needs spec.targets`,
        'Add targets: { min: 1 }.',
      ),
    );
  }
  return problems;
}

/** Ids that a list of steps or checks has twice; an id that is missing is none. */
function duplicateIdProblems(spec: MissionSpec): FoundProblem[] {
  const lists: [ProblemPath, readonly { id?: string }[]][] = [
    [['spec', 'preflight'], spec.preflight],
    [['spec', 'steps'], spec.steps],
    [['spec', 'verify'], spec.verify],
    [['spec', 'checks'], spec.checks],
    ...spec.steps.map(
      (step, index): [ProblemPath, readonly { id?: string }[]] => [
        ['spec', 'steps', index, 'verify'],
        step.verify ?? [],
      ],
    ),
  ];
  return lists.flatMap(([path, entries]) => {
    const seen = new Set<string>();
    return entries.flatMap(({ id }, index) => {
      if (!id || !seen.has(id)) {
        seen.add(id ?? '');
        return [];
      }
      return [
        invalid(
          [...path, index, 'id'],
          `The id "${id}" is used twice`,
          'Give each entry an id of its own.',
        ),
      ];
    });
  });
}

function targetProblems(
  { targets, steps }: MissionSpec,
  refused: RefusedParts,
): FoundProblem[] {
  const problems: FoundProblem[] = [];
  const ranges: [ProblemPath, { min?: number; max?: number } | undefined][] = [
    [['spec', 'targets'], targets],
    ...Object.entries(targets?.roles ?? {}).map(
      ([role, range]): [ProblemPath, typeof range] => [
        ['spec', 'targets', 'roles', role],
        range,
      ],
    ),
  ];
  for (const [path, range] of ranges) {
    if (
      range?.min !== undefined &&
      range.max !== undefined &&
      range.min > range.max
    ) {
      problems.push(
        invalid(
          [...path, 'min'],
          `min is ${range.min} and max is ${range.max}`,
          'Make min the smaller one.',
        ),
      );
    }
  }
  const roles = Object.keys(targets?.roles ?? {});
  for (const [index, { role }] of steps.entries()) {
    if (
      role !== undefined &&
      !roles.includes(role) &&
      !refused.has(['spec', 'targets', 'roles'])
    ) {
      problems.push(
        invalid(
          ['spec', 'steps', index, 'role'],
          `There is no role "${role}"`,
          `Declare it in spec.targets.roles, or correct the name.${didYouMean(
            role,
            roles,
          )}`,
        ),
      );
    }
  }
  return problems;
}

function stepProblems({ steps }: MissionSpec): FoundProblem[] {
  const problems: FoundProblem[] = [];
  for (const [index, step] of steps.entries()) {
    const path: ProblemPath = ['spec', 'steps', index];
    const { timeout } = step;
    if (
      typeof timeout === 'object' &&
      timeout.extendWhileProgressing !== undefined
    ) {
      const base = durationSeconds(timeout.base) ?? 0;
      const most = durationSeconds(timeout.extendWhileProgressing) ?? 0;
      if (most < base) {
        problems.push(
          invalid(
            [...path, 'timeout', 'extendWhileProgressing'],
            `extendWhileProgressing (${timeout.extendWhileProgressing}) is shorter than base (${timeout.base})`,
            'It is the whole time that a step with progress may take; make it longer than base.',
          ),
        );
      }
    }
  }
  return problems;
}

function scheduleProblems(
  { schedule }: MissionSpec,
  refused: RefusedParts,
): FoundProblem[] {
  const path: ProblemPath = ['spec', 'schedule'];
  if (!schedule || refused.has(path)) {
    return [];
  }
  const { jitter, ...slots } = schedule;
  return (
    scheduleFaults({
      ...slots,
      jitterSeconds: jitter === undefined ? undefined : durationSeconds(jitter),
    })
      // The schema asks for cadence or cron itself
      .filter(({ field }) => field !== 'cadence')
      .map(({ field, message, remedy }) =>
        invalid([...path, field], message, remedy),
      )
  );
}

function unknownNames(spec: MissionSpec, known: KnownNames): FoundProblem[] {
  const { actions, checks } = known;
  const problems: FoundProblem[] = [];
  const action = (name: string | undefined, path: ProblemPath) => {
    if (name && actions && !actions.has(name)) {
      problems.push({
        code: 'ACTION_UNKNOWN',
        path,
        message: `The action "${name}" is not registered`,
        remedy: `Install the module that brings it, or correct the name.${didYouMean(
          name,
          actions,
        )}`,
      });
    }
  };
  const check = (name: string | undefined, path: ProblemPath) => {
    if (name && checks && !checks.has(name)) {
      problems.push({
        code: 'CHECK_UNKNOWN',
        path,
        message: `The check "${name}" is not registered`,
        remedy: `Install the module that brings it, or correct the name.${didYouMean(
          name,
          checks,
        )}`,
      });
    }
  };
  for (const list of ['preflight', 'verify', 'checks'] as const) {
    spec[list].forEach((entry, index) =>
      check(entry.check, ['spec', list, index, 'check']),
    );
  }
  spec.steps.forEach((step, index) => {
    const path: ProblemPath = ['spec', 'steps', index];
    action(step.action, [...path, 'action']);
    action(step.undo?.action, [...path, 'undo', 'action']);
    (step.verify ?? []).forEach((entry, at) =>
      check(entry.check, [...path, 'verify', at, 'check']),
    );
  });
  return problems;
}
