import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description:
      'Finds the last good revision; a later step sets its image back.',
    yaml: `id: history
action: kubernetes:rollout-history
input: { namespace: shop, name: web }
`,
  },
];
