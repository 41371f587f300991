import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Deletes a ConfigMap that nobody uses any more.',
    yaml: `id: clean-up
action: kubernetes:delete
input:
  objects:
    - { apiVersion: v1, kind: ConfigMap, namespace: shop, name: old-settings }
`,
  },
];
