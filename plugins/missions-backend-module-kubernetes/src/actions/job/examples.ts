import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Runs a smoke test inside the cluster.',
    yaml: `id: smoke
action: kubernetes:job
irreversible: A test only reads
input:
  namespace: shop
  image: curlimages/curl:8.16.0
  command: [curl, --fail, --silent, http://web.shop.svc/healthz]
  timeout: 2m
`,
  },
];
