import { colorLabel, nothingElse, type Kind } from './Kind';

/** Rules about other objects, of a namespace and of the whole cluster. */
export const policyKinds: readonly Kind[] = [
  {
    title: 'PodDisruptionBudget',
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    resource: 'poddisruptionbudgets',
    namespaced: true,
    base: name => ({ spec: { selector: { matchLabels: { app: name } } } }),
    field: value => ({ spec: { maxUnavailable: 1 + value } }),
  },
  {
    title: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    resource: 'horizontalpodautoscalers',
    namespaced: true,
    base: () => ({
      spec: {
        scaleTargetRef: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          name: 'none',
        },
      },
    }),
    field: value => ({ spec: { maxReplicas: 3 + value } }),
  },
  {
    title: 'Lease',
    apiVersion: 'coordination.k8s.io/v1',
    kind: 'Lease',
    resource: 'leases',
    namespaced: true,
    base: nothingElse,
    field: value => ({ spec: { leaseDurationSeconds: 10 + value } }),
  },
  {
    title: 'PriorityClass',
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    resource: 'priorityclasses',
    namespaced: false,
    base: () => ({ value: 1 }),
    field: value => ({ description: `color-${value}` }),
  },
  {
    title: 'StorageClass',
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    resource: 'storageclasses',
    namespaced: false,
    base: () => ({ provisioner: 'example.com/none' }),
    field: colorLabel,
  },
  {
    title: 'ValidatingWebhookConfiguration',
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    resource: 'validatingwebhookconfigurations',
    namespaced: false,
    base: () => ({
      webhooks: [
        {
          name: 'harmless.example.com',
          admissionReviewVersions: ['v1'],
          sideEffects: 'None',
          failurePolicy: 'Ignore',
          clientConfig: { url: 'https://127.0.0.1:1/' },
          rules: [
            {
              apiGroups: ['nothing.example.com'],
              apiVersions: ['v1'],
              operations: ['CREATE'],
              resources: ['nothings'],
            },
          ],
        },
      ],
    }),
    field: colorLabel,
  },
];
