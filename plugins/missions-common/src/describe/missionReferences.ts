import type { MissionCheckSpec } from '../format/checkSchema';
import type { ProblemPath } from '../format/problem';
import type { MissionSpec } from '../format/schema';
import type { MissionStep } from '../format/stepSchema';

/** Where a mission names another one. @public */
export interface MissionReference {
  readonly path: ProblemPath;
  /** As it stands there: a ref, or a bare name of the same source. */
  readonly mission: string;
}

/**
 * The missions that a mission names literally: to start them, or as what
 * repairs a check. What an expression names is known in a run only.
 * @public
 */
export function missionReferences(spec: MissionSpec): MissionReference[] {
  return [
    ...ofChecks(spec.preflight, ['spec', 'preflight']),
    ...spec.steps.flatMap((step, index) =>
      ofStep(step, ['spec', 'steps', index]),
    ),
    ...ofChecks(spec.verify, ['spec', 'verify']),
    ...spec.checks.flatMap((check, index) => {
      const path = ['spec', 'checks', index];
      return [
        ...named(check.fixMission, [...path, 'fixMission']),
        ...named(check.remedy?.mission, [...path, 'remedy', 'mission']),
      ];
    }),
  ];
}

function ofStep(step: MissionStep, path: ProblemPath): MissionReference[] {
  const started = ({ action, input }: Start, place: ProblemPath) =>
    action === 'mission:run'
      ? named(input?.mission, [...place, 'input', 'mission'])
      : [];
  return [
    ...started(step, path),
    ...(step.undo ? started(step.undo, [...path, 'undo']) : []),
    ...ofChecks(step.verify ?? [], [...path, 'verify']),
  ];
}

type Start = Pick<MissionStep, 'input'> & { readonly action: string };

function ofChecks(
  checks: readonly MissionCheckSpec[],
  path: ProblemPath,
): MissionReference[] {
  return checks.flatMap(({ remedy }, index) =>
    named(remedy?.mission, [...path, index, 'remedy', 'mission']),
  );
}

function named(mission: unknown, path: ProblemPath): MissionReference[] {
  return typeof mission === 'string' && !mission.includes('${{')
    ? [{ mission, path }]
    : [];
}
