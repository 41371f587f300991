import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Restarts a Deployment.',
    yaml: `id: restart
action: kubernetes:restart
irreversible: Pods are replaced
input:
  object: { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
`,
  },
];
