import type { ProblemPath } from '../../format/problem';
import { lastAppliedIn } from '../lastAppliedIn';
import type { LintRule } from '../rule';

/** What kubectl remembers is kubectl's: nobody else may write it. */
export const lastApplied: LintRule = {
  id: 'last-applied',
  severity: 'error',
  demands:
    'No step writes the annotation `kubectl.kubernetes.io/last-applied-configuration`.',
  because:
    'It is how kubectl knows what its next apply has to remove, and it repeats the whole object, secrets included. Written by somebody else it makes that apply delete what it should keep.',
  remedy:
    'Leave the annotation out; objects that were exported with kubectl get carry it.',
  bad: `objects:
  - apiVersion: v1
    kind: ConfigMap
    metadata:
      name: a
      namespace: web
      annotations: { kubectl.kubernetes.io/last-applied-configuration: '{}' }`,
  good: `objects:
  - apiVersion: v1
    kind: ConfigMap
    metadata: { name: a, namespace: web }`,
  check: ({ mission, actions }) => {
    const isRead = (action: string) => actions?.get(action)?.effect === 'read';
    const found = (action: string, input: unknown, at: ProblemPath) =>
      isRead(action)
        ? []
        : lastAppliedIn(input).map(place => ({
            path: [...at, ...place],
            message: 'What kubectl remembers of an object is written',
          }));
    return mission.spec.steps.flatMap((step, index) => [
      ...found(step.action, step.input, ['spec', 'steps', index, 'input']),
      ...(step.undo
        ? found(step.undo.action, step.undo.input, [
            'spec',
            'steps',
            index,
            'undo',
            'input',
          ])
        : []),
    ]);
  },
};
