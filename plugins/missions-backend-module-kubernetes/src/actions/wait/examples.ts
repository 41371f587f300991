import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description:
      'Waits for a rollout: two minutes without progress are too long, ten in all.',
    yaml: `id: rolled-out
action: kubernetes:wait
input:
  objects:
    - { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
timeout: { base: 2m, extendWhileProgressing: 10m }
`,
  },
  {
    description: 'Waits until a claim is bound.',
    yaml: `id: bound
action: kubernetes:wait
input:
  for: condition
  condition: object.status.phase == "Bound"
  objects:
    - { apiVersion: v1, kind: PersistentVolumeClaim, namespace: shop, name: data }
`,
  },
];
