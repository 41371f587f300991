import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Reads a ConfigMap that a later step needs.',
    yaml: `id: settings
action: kubernetes:get
input:
  objects:
    - { apiVersion: v1, kind: ConfigMap, namespace: shop, name: settings }
`,
  },
];
