import { didYouMean } from '../expressions/suggestion';
import type { FoundProblem } from './problem';
import type { MissionSpec } from './schema';
import { awaitedRoles } from './stepNeeds';

/**
 * A step may only need steps that stand before it: so there are no cycles, and
 * the order of the file is one in which the steps can run.
 */
export function needsProblems({
  steps,
}: Pick<MissionSpec, 'steps'>): FoundProblem[] {
  const ids = steps.map(step => step.id);
  return steps.flatMap((step, index) =>
    (step.needs ?? []).flatMap((need, at): FoundProblem[] => {
      const earlier = ids.slice(0, index);
      const meant = ids.includes(need) || !ids.includes('');
      if (earlier.includes(need) || !meant) {
        return [];
      }
      return [
        {
          code: 'MISSION_INVALID',
          path: ['spec', 'steps', index, 'needs', at],
          ...faultOf(step.id, need, ids, earlier),
        },
      ];
    }),
  );
}

/** Targets that others wait for go first: with all of them, no wave is left. */
export function waveProblems(spec: MissionSpec): FoundProblem[] {
  const roles = Object.keys(spec.targets?.roles ?? {});
  const awaited = new Set(roles.flatMap(role => [...awaitedRoles(spec, role)]));
  return Array.isArray(spec.waves) &&
    spec.waves.length > 1 &&
    roles.length > 0 &&
    roles.every(role => awaited.has(role))
    ? [
        {
          code: 'MISSION_INVALID',
          severity: 'warning',
          path: ['spec', 'waves'],
          message:
            'Targets of every role are waited for, so all go with the first wave',
          remedy:
            'Remove the waves, or let the steps of one role at least be waited for by nobody.',
        },
      ]
    : [];
}

function faultOf(
  id: string,
  need: string,
  ids: readonly string[],
  earlier: readonly string[],
): { message: string; remedy: string } {
  if (need === id) {
    return {
      message: `The step "${id}" needs itself`,
      remedy: 'Remove it from needs.',
    };
  }
  return ids.includes(need)
    ? {
        message: `The step "${id}" needs "${need}", which does not come before it`,
        remedy: `Put "${need}" before "${id}". If "${need}" needs "${id}", they wait for each other: take one of the two needs out.`,
      }
    : {
        message: `The step "${id}" needs "${need}", and there is no such step`,
        remedy: `Name a step that stands earlier.${didYouMean(need, earlier)}`,
      };
}
