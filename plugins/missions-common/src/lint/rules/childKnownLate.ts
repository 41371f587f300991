import { dependencies, readsWhileRunning } from '../../expressions';
import type { ProblemPath } from '../../format/problem';
import type { MissionStep } from '../../format/stepSchema';
import type { LintFinding, LintRule } from '../rule';

const CHILD_ACTION = 'mission:run';

/** Whoever starts a run is asked for the rights to all that it will start. */
export const childKnownLate: LintRule = {
  id: 'child-known-late',
  severity: 'error',
  demands:
    'Which mission `mission:run` starts, and on which clusters, is known before the run starts.',
  because:
    'The rights to that mission and those clusters are asked when the run is created, so a run is refused that would know them only from the output of a step. It is a warning where `if`, `each` or `role` may leave the step out. `parameters` may read outputs.',
  remedy:
    'Let mission and targets read parameters, target, each and roles.<role>.targets only: make them parameters of the mission.',
  bad: `steps:
  - { id: find, action: core:noop }
  - id: roll
    action: mission:run
    needs: [find]
    input: { mission: mission-control/install-web-application, targets: '\${{ steps.find.output.targets }}' }`,
  good: `parameters: { properties: { clusters: { type: array, items: { type: string } } } }
steps:
  - { id: find, action: core:noop }
  - id: roll
    action: mission:run
    needs: [find]
    input:
      mission: mission-control/install-web-application
      parameters: { namespace: '\${{ steps.find.output.namespace }}' }
      targets: '\${{ parameters.clusters.map(c, {"cluster": c}) }}'`,
  check: ({ mission }) =>
    mission.spec.steps.flatMap((step, index) => {
      const path: ProblemPath = ['spec', 'steps', index];
      return [
        ...lateInputs(step, step, [...path, 'input']),
        ...lateInputs(step, step.undo, [...path, 'undo', 'input']),
      ];
    }),
};

function lateInputs(
  step: MissionStep,
  use: (Pick<MissionStep, 'input'> & { readonly action: string }) | undefined,
  path: ProblemPath,
): LintFinding[] {
  if (use?.action !== CHILD_ACTION) {
    return [];
  }
  const lateEach = isLate(step.each);
  const mayBeLeftOut =
    step.role !== undefined ||
    (step.if !== undefined && !isLate(step.if, true)) ||
    (step.each !== undefined && !lateEach);
  return ['mission', 'targets'].flatMap((name): LintFinding[] => {
    const value = use.input?.[name];
    const late = isLate(value) || (lateEach && dependencies(value).each);
    return late
      ? [
          {
            path: [...path, name],
            message: `${name} of the step "${step.id}" is known only while the run goes on, so a run that reaches it is refused when it is created`,
            ...(mayBeLeftOut && { severity: 'warning' }),
          },
        ]
      : [];
  });
}

function isLate(value: unknown, bare = false): boolean {
  return readsWhileRunning(dependencies(value, { bare }));
}
