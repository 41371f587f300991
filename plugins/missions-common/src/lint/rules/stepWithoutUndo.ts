import type { LintRule } from '../rule';

/** A write is reversible, or says that it is not. */
export const stepWithoutUndo: LintRule = {
  id: 'step-without-undo',
  severity: 'error',
  demands:
    'A step that writes can be taken back, or says in `irreversible` why it cannot.',
  because:
    'People approve a plan believing that they can undo it; where they cannot, the plan has to say so.',
  remedy:
    'Add undo with an action that takes it back, or irreversible with the reason.',
  bad: `steps:
  - id: restart
    action: kubernetes:restart
    input: { object: { apiVersion: apps/v1, kind: Deployment, name: web } }`,
  good: `steps:
  - id: restart
    action: kubernetes:restart
    irreversible: The pods are replaced; their memory is gone.
    input: { object: { apiVersion: apps/v1, kind: Deployment, name: web } }`,
  check: ({ mission, actions }) =>
    mission.spec.steps.flatMap((step, index) => {
      const facts = actions?.get(step.action);
      return facts?.effect === 'write' &&
        !facts.undo &&
        !step.undo &&
        !step.irreversible
        ? [
            {
              path: ['spec', 'steps', index],
              message: `The step "${step.id}" writes with ${step.action}, which has no undo, and does not say that it is irreversible`,
            },
          ]
        : [];
    }),
};
