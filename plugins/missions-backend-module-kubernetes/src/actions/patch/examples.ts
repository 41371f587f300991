import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Sets the image of a container back to the last good one.',
    yaml: `id: repair
action: kubernetes:patch
input:
  object: { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
  json:
    - op: replace
      path: /spec/template/spec/containers/0/image
      value: '\${{ steps.history.output.lastGood.image }}'
`,
  },
  {
    description: 'Adds a label and removes an annotation.',
    yaml: `id: label
action: kubernetes:patch
input:
  object: { apiVersion: v1, kind: Namespace, name: shop }
  merge:
    metadata:
      labels: { team: shop }
      annotations: { old-note: null }
`,
  },
];
