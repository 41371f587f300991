/** Small objects for scenarios. */
export const configMap = (name: string, data?: Record<string, string>) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  ...(data ? { data } : {}),
});

/** A Deployment with one container `main`. */
export const deployment = (
  name: string,
  more: {
    replicas?: number;
    image?: string;
    container?: object;
    spec?: object;
  } = {},
) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name },
  spec: {
    ...(more.replicas === undefined ? {} : { replicas: more.replicas }),
    selector: { matchLabels: { app: name } },
    template: {
      metadata: { labels: { app: name } },
      spec: {
        containers: [
          {
            name: 'main',
            image: more.image ?? 'example/web:1',
            ...more.container,
          },
        ],
      },
    },
    ...more.spec,
  },
});

/** A Pod with one container `main`. */
export const pod = (
  name: string,
  spec: object = {},
  container: object = {},
) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: {
    containers: [{ name: 'main', image: 'example/web:1', ...container }],
    ...spec,
  },
});

/** A Service on port 80. */
export const service = (name: string, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: {
    selector: { app: name },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
    ...spec,
  },
});

/** A definition in a group of its own, so that scenarios do not meet. */
export const definition = (
  group: string,
  plural = 'widgets',
  kind = 'Widget',
  more: object = {},
) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${plural}.${group}` },
  spec: {
    group,
    scope: 'Namespaced',
    names: {
      plural,
      singular: kind.toLowerCase(),
      kind,
      listKind: `${kind}List`,
    },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        subresources: { status: {} },
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                required: ['size'],
                properties: {
                  size: { type: 'integer', minimum: 1, maximum: 5 },
                  colour: {
                    type: 'string',
                    enum: ['red', 'blue'],
                    default: 'red',
                  },
                  note: { type: 'string', pattern: '^[a-z]*$' },
                  parts: {
                    type: 'array',
                    'x-kubernetes-list-type': 'map',
                    'x-kubernetes-list-map-keys': ['name'],
                    items: {
                      type: 'object',
                      required: ['name'],
                      properties: {
                        name: { type: 'string' },
                        count: { type: 'integer' },
                      },
                    },
                  },
                },
              },
              status: {
                type: 'object',
                properties: { ready: { type: 'boolean' } },
              },
            },
          },
        },
        ...more,
      },
    ],
  },
});
