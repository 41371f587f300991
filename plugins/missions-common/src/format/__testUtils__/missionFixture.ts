import type { ActionFacts } from '../../lint/rule';

const write: ActionFacts = { effect: 'write', undo: true };
/** What a small instance knows. */
export const options = {
  source: 'test',
  location: 'mission.yaml',
  knownActions: new Map<string, ActionFacts>([
    ['kubernetes:apply', write],
    ['kubernetes:restart', { effect: 'write', undo: false }],
    ['core:sleep', { effect: 'read', undo: false }],
  ]),
  knownChecks: new Set(['kubernetes:ready', 'kubernetes:version']),
};

/** A mission without problems. */
export const good = `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata:
  name: install-web
  title: Web
  description: A web server.
spec:
  type: install
  parameters:
    properties:
      namespace: { type: string, default: web }
  targets: { min: 1 }
  steps:
    - id: apply
      action: kubernetes:apply
      input:
        objects:
          - apiVersion: v1
            kind: ConfigMap
            metadata: { name: a, namespace: '\${{ parameters.namespace }}' }
  verify:
    - id: ready
      check: kubernetes:ready
      input: { namespace: '\${{ parameters.namespace }}' }
`;
