import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description:
      'Puts the last good images back, found by kubernetes:rollout-history.',
    yaml: `id: repair
action: kubernetes:patch
input:
  object: { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
  type: strategic
  patch:
    spec:
      template:
        spec:
          containers: \${{ steps['find-cause'].output.lastGood.containers }}
`,
  },
  {
    description: 'Adds a label and removes an annotation.',
    yaml: `id: label
action: kubernetes:patch
input:
  object: { apiVersion: v1, kind: Namespace, name: shop }
  patch:
    metadata:
      labels: { team: shop }
      annotations: { old-note: null }
`,
  },
];
