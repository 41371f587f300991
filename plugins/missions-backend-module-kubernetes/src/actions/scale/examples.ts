import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Runs a Deployment with three replicas.',
    yaml: `id: scale
action: kubernetes:scale
input:
  object: { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
  replicas: 3
`,
  },
];
