import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Shows what a crashing container said before it ended.',
    yaml: `id: last-words
action: kubernetes:logs
input: { namespace: shop, selector: app=web, previous: true, tailLines: 50 }
`,
  },
];
