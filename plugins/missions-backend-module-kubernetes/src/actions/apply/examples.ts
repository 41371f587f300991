import type { ActionExample } from '@mission-control/plugin-missions-node';

/** Steps for the catalogue and the documentation. */
export const examples: ActionExample[] = [
  {
    description: 'Creates a namespace and a ConfigMap in it.',
    yaml: `id: configure
action: kubernetes:apply
input:
  objects:
    - apiVersion: v1
      kind: Namespace
      metadata: { name: '\${{ parameters.namespace }}' }
    - apiVersion: v1
      kind: ConfigMap
      metadata: { name: web, namespace: '\${{ parameters.namespace }}' }
      data: { greeting: '\${{ parameters.greeting }}' }
`,
  },
  {
    description: 'Takes the replicas of a Deployment over from their owner.',
    yaml: `id: scale-web
action: kubernetes:apply
input:
  takeOver:
    - { kind: Deployment, namespace: shop, name: web, fields: [spec.replicas] }
  objects:
    - apiVersion: apps/v1
      kind: Deployment
      metadata: { name: web, namespace: shop }
      spec: { replicas: 3 }
`,
  },
];
