import { forbidden } from '../status';
import { AdmissionRequest } from './request';

const TOLERATION_SECONDS = 300;

/** Service account, tolerations, priority and token volume: what admission adds to every Pod. */
export function admitPod({
  object,
  resource,
  operation,
  options,
}: AdmissionRequest): void {
  if (resource.kind !== 'Pod' || operation !== 'CREATE') return;
  const { spec, metadata } = object;
  if (!spec) return;
  spec.serviceAccountName ??= 'default';
  spec.serviceAccount ??= spec.serviceAccountName;
  const account = spec.serviceAccountName;
  if (!options.cluster.get('serviceaccounts', metadata.namespace!, account)) {
    throw forbidden(
      { ...resource, name: metadata.name },
      `error looking up service account ${metadata.namespace}/${account}: serviceaccount "${account}" not found`,
    );
  }
  spec.preemptionPolicy ??= 'PreemptLowerPriority';
  spec.priority ??= 0;
  const tolerations: any[] = spec.tolerations ?? [];
  for (const key of [
    'node.kubernetes.io/not-ready',
    'node.kubernetes.io/unreachable',
  ]) {
    if (tolerations.some(item => item.key === key)) continue;
    tolerations.push({
      key,
      operator: 'Exists',
      effect: 'NoExecute',
      tolerationSeconds: TOLERATION_SECONDS,
    });
  }
  spec.tolerations = tolerations;
  if (spec.automountServiceAccountToken === false) return;
  mountToken(spec);
}

function mountToken(spec: Record<string, any>): void {
  const name = `kube-api-access-${Math.random()
    .toString(36)
    .slice(2, 7)
    .padEnd(5, 'x')}`;
  const containers: any[] = [
    ...(spec.initContainers ?? []),
    ...(spec.containers ?? []),
  ];
  for (const container of containers) {
    container.volumeMounts ??= [];
    container.volumeMounts.push({
      name,
      readOnly: true,
      mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
    });
  }
  spec.volumes ??= [];
  spec.volumes.push({
    name,
    projected: {
      defaultMode: 420,
      sources: [
        { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
        {
          configMap: {
            name: 'kube-root-ca.crt',
            items: [{ key: 'ca.crt', path: 'ca.crt' }],
          },
        },
        {
          downwardAPI: {
            items: [
              {
                path: 'namespace',
                fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' },
              },
            ],
          },
        },
      ],
    },
  });
}
