import { KubeObject, SeedWave } from '../simulator';
import {
  daemonSet,
  deployment,
  namespace,
  node,
  service,
  storageClass,
} from './objects';
import { portalObjects } from './portal';
import { brokenCheckout, shop } from './shop';

/**
 * One demo cluster: what the portal shows of it and what is in it at first.
 *
 * @public
 */
export interface DemoCluster {
  readonly name: string;
  readonly title: string;
  readonly environment: string;
  readonly production: boolean;
  readonly version: string;
  readonly seed: readonly SeedWave[];
}

const DAY_MINUTES = 24 * 60;
const ENFORCE = 'pod-security.kubernetes.io/enforce';
const WARN = 'pod-security.kubernetes.io/warn';

/**
 * The three clusters of the demo; they differ in version, storage, quota and policy.
 *
 * @public
 */
export const DEMO_CLUSTERS: readonly DemoCluster[] = [
  {
    name: 'prod-eu',
    title: 'Production EU',
    environment: 'production',
    production: true,
    version: 'v1.34.4',
    seed: history(21, 3, [
      ...nodes('prod-eu', 'v1.34.4', 4),
      storageClass('fast-ssd', 'ebs.csi.example.com', {
        isDefault: true,
        waits: true,
        expands: true,
      }),
      storageClass('standard-hdd', 'ebs.csi.example.com', { expands: true }),
      ...shop({
        replicas: 3,
        labels: { [ENFORCE]: 'baseline', [WARN]: 'restricted' },
      }),
      countQuota('shop', {
        pods: '40',
        services: '15',
        persistentvolumeclaims: '8',
        'requests.storage': '200Gi',
      }),
      namespace('payments', { [ENFORCE]: 'restricted' }),
      deployment('payments', 'ledger', 2, {
        image: 'registry.example.com/payments/ledger:1.4.2',
        port: 8080,
        resources: { cpu: '200m', memory: '256Mi' },
      }),
      service('payments', 'ledger', 80, 8080),
      countQuota('payments', {
        pods: '12',
        'requests.cpu': '2',
        'requests.memory': '4Gi',
        'limits.memory': '6Gi',
      }),
    ]),
  },
  {
    name: 'staging',
    title: 'Staging',
    environment: 'staging',
    production: false,
    version: 'v1.35.4',
    seed: history(9, 2, [
      ...nodes('staging', 'v1.35.4', 2),
      storageClass('standard', 'disk.csi.example.com', { isDefault: true }),
      ...shop({ replicas: 2, labels: { [WARN]: 'baseline' } }),
      namespace('payments'),
      {
        apiVersion: 'v1',
        kind: 'LimitRange',
        metadata: { name: 'defaults', namespace: 'payments' },
        spec: {
          limits: [
            {
              type: 'Container',
              default: { cpu: '250m', memory: '256Mi' },
              defaultRequest: { cpu: '50m', memory: '64Mi' },
              max: { cpu: '2', memory: '2Gi' },
            },
          ],
        },
      },
      countQuota('payments', {
        pods: '6',
        'requests.cpu': '1',
        'requests.memory': '1Gi',
      }),
      deployment('payments', 'ledger', 1, {
        image: 'registry.example.com/payments/ledger:1.5.0-rc1',
        port: 8080,
      }),
      service('payments', 'ledger', 80, 8080),
    ]),
  },
  {
    name: 'dev',
    title: 'Development',
    environment: 'development',
    production: false,
    version: 'v1.36.3',
    seed: history(2, 1, [
      ...nodes('dev', 'v1.36.3', 1),
      storageClass('local-path', 'local-path.example.com', {
        isDefault: true,
        waits: true,
      }),
      ...shop({ replicas: 1 }),
    ]),
  },
];

function history(
  days: number,
  replicas: number,
  objects: KubeObject[],
): SeedWave[] {
  return [
    {
      minutesAgo: days * DAY_MINUTES,
      objects: [
        ...portalObjects(),
        ...objects,
        daemonSet(
          'kube-system',
          'node-agent',
          'registry.example.com/platform/node-agent:1.12.0',
        ),
      ],
    },
    {
      minutesAgo: 35,
      manager: 'deploy-pipeline',
      objects: [brokenCheckout(replicas)],
    },
  ];
}

function nodes(cluster: string, version: string, count: number): KubeObject[] {
  return Array.from({ length: count }, (_, i) =>
    node(
      `${cluster}-node-${i + 1}`,
      version,
      '4',
      '16Gi',
      `zone-${'abc'[i % 3]}`,
    ),
  );
}

function countQuota(
  namespaceName: string,
  hard: Record<string, string>,
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: { name: 'team-quota', namespace: namespaceName },
    spec: { hard },
  };
}
