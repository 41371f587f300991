import { dependencies } from '../../expressions/dependencies';
import type { LintRule } from '../rule';

/** A field of the form that does nothing misleads. */
export const unusedParameter: LintRule = {
  id: 'unused-parameter',
  severity: 'error',
  demands: 'Every parameter reaches an input or a condition.',
  because:
    'Who fills in a field believes that it has an effect; a misspelt reference is found this way too.',
  remedy: 'Use it as ${{ parameters.<name> }}, or remove it.',
  bad: `parameters:
  properties:
    replicas: { type: integer, default: 2 }
steps:
  - id: apply
    action: kubernetes:apply
    input: { objects: [{ spec: { replicas: 2 } }] }`,
  good: `parameters:
  properties:
    replicas: { type: integer, default: 2 }
steps:
  - id: apply
    action: kubernetes:apply
    input: { objects: [{ spec: { replicas: '\${{ parameters.replicas }}' } }] }`,
  check: ({ mission: { spec } }) => {
    const checks = [
      ...spec.preflight,
      ...spec.verify,
      ...spec.checks,
      ...spec.steps.flatMap(step => step.verify ?? []),
    ];
    const used = new Set([
      ...dependencies([
        spec.steps.map(step => [step.input, step.each, step.undo?.input]),
        checks.map(check => [check.input, check.remedy?.parameters]),
      ]).parameters,
      ...dependencies(
        [...checks, ...spec.steps].map(entry => entry.if ?? 'true'),
        { bare: true },
      ).parameters,
    ]);
    return used.has('*')
      ? []
      : Object.keys(spec.parameters?.properties ?? {})
          .filter(name => !used.has(name))
          .map(name => ({
            path: ['spec', 'parameters', 'properties', name],
            message: `The parameter "${name}" reaches no input and no condition`,
          }));
  },
};
