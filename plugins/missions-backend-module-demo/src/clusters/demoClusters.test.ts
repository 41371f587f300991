import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient, type ApiRequest } from '../conformance/client';
import { DEMO_CLUSTERS } from './demoClusters';
import { DemoClusterProvider } from './DemoClusterProvider';

const POLICY = 'pod-security.kubernetes.io/';
const WAITS = 'WaitForFirstConsumer';

describe('DemoClusterProvider', () => {
  let directory: string;
  let provider: DemoClusterProvider;

  const start = () =>
    DemoClusterProvider.start({
      clusters: DEMO_CLUSTERS,
      directory,
      onError: error => {
        throw error;
      },
    });
  const request = async (
    name: string,
    method: string,
    path: string,
    { query, body }: ApiRequest = {},
  ) => {
    const cluster = (await provider.clusters()).find(
      item => item.name === name,
    )!;
    const token = cluster.auth.kind === 'token' ? cluster.auth.token : '';
    const client = createApiClient({
      server: cluster.server,
      ca: Buffer.from(cluster.caData!, 'base64').toString(),
      token,
    });
    try {
      return await client.request(method, path, { query, body });
    } finally {
      client.close();
    }
  };
  const get = async (name: string, path: string) =>
    (await request(name, 'GET', path)).body;
  const dryRun = (name: string, path: string, body: unknown) =>
    request(name, 'POST', path, { query: { dryRun: 'All' }, body });

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'demo-clusters-'));
    provider = await start();
  });

  afterAll(async () => {
    await provider?.stop();
    await rm(directory, { recursive: true });
  });

  it('offers three writable demo clusters of different versions', async () => {
    const clusters = await provider.clusters();
    const versions = await Promise.all(
      clusters.map(({ name }) => get(name, '/version')),
    );
    expect(
      clusters.map(({ name, demo, writable }) => [name, demo, writable]),
    ).toEqual([
      ['prod-eu', true, true],
      ['staging', true, true],
      ['dev', true, true],
    ]);
    expect(versions.map(({ minor }) => minor)).toEqual(['34', '35', '36']);
  });

  it('offers clusters that differ in storage classes, quota and policy', async () => {
    const describeCluster = async (name: string) => {
      const classes = await get(name, '/apis/storage.k8s.io/v1/storageclasses');
      const quotas = await get(name, '/api/v1/resourcequotas');
      const limits = await get(name, '/api/v1/limitranges');
      const namespaces = await get(name, '/api/v1/namespaces');
      return {
        classes: classes.items.map(({ metadata, ...spec }: any) => [
          metadata.name,
          spec.provisioner,
          spec.volumeBindingMode,
          spec.allowVolumeExpansion ?? false,
          metadata.annotations?.['storageclass.kubernetes.io/is-default-class'],
        ]),
        quotas: quotas.items.map(({ metadata, spec }: any) => [
          metadata.namespace,
          spec.hard,
        ]),
        limits: limits.items.map(({ metadata, spec }: any) => [
          metadata.namespace,
          spec.limits[0].max,
        ]),
        policy: namespaces.items.flatMap(({ metadata }: any) =>
          Object.entries(metadata.labels ?? {})
            .filter(([label]) => label.startsWith(POLICY))
            .map(([label, level]) => [
              metadata.name,
              label.slice(POLICY.length),
              level,
            ]),
        ),
      };
    };
    expect(await describeCluster('prod-eu')).toEqual({
      classes: [
        ['fast-ssd', 'ebs.csi.example.com', WAITS, true, 'true'],
        ['standard-hdd', 'ebs.csi.example.com', 'Immediate', true, undefined],
      ],
      quotas: [
        [
          'payments',
          {
            pods: '12',
            'requests.cpu': '2',
            'requests.memory': '4Gi',
            'limits.memory': '6Gi',
          },
        ],
        [
          'shop',
          {
            pods: '40',
            services: '15',
            persistentvolumeclaims: '8',
            'requests.storage': '200Gi',
          },
        ],
      ],
      limits: [],
      policy: [
        ['payments', 'enforce', 'restricted'],
        ['shop', 'enforce', 'baseline'],
        ['shop', 'warn', 'restricted'],
      ],
    });
    expect(await describeCluster('staging')).toEqual({
      classes: [
        ['standard', 'disk.csi.example.com', 'Immediate', false, 'true'],
      ],
      quotas: [
        [
          'payments',
          { pods: '6', 'requests.cpu': '1', 'requests.memory': '1Gi' },
        ],
      ],
      limits: [['payments', { cpu: '2', memory: '2Gi' }]],
      policy: [['shop', 'warn', 'baseline']],
    });
    expect(await describeCluster('dev')).toEqual({
      classes: [['local-path', 'local-path.example.com', WAITS, false, 'true']],
      quotas: [],
      limits: [],
      policy: [],
    });
  });

  it.each([
    ['prod-eu', 'payments', /violates PodSecurity "restricted:latest"/],
    ['staging', 'payments', undefined],
    ['dev', 'shop', undefined],
  ])('enforces its policy on %s in %s', async (name, namespace, refusal) => {
    const { status, body } = await dryRun(
      name,
      `/api/v1/namespaces/${namespace}/pods`,
      {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'tool' },
        spec: {
          containers: [
            {
              name: 'tool',
              image: 'registry.example.com/tool:1',
              resources: {
                requests: { cpu: '10m', memory: '16Mi' },
                limits: { memory: '32Mi' },
              },
            },
          ],
        },
      },
    );
    expect(status).toBe(refusal ? 403 : 201);
    expect(body.message ?? '').toMatch(refusal ?? /^$/);
  });

  it.each(['prod-eu', 'staging', 'dev'])(
    'has a healthy cart and a broken checkout on %s',
    async name => {
      const cart = await get(
        name,
        '/apis/apps/v1/namespaces/shop/deployments/cart',
      );
      expect(cart.status.availableReplicas).toBe(cart.spec.replicas);
      const checkout = await get(
        name,
        '/apis/apps/v1/namespaces/shop/deployments/checkout',
      );
      expect(checkout.spec.template.spec.containers[0].image).toMatch(
        /does-not-exist$/,
      );
      const sets = await get(
        name,
        '/apis/apps/v1/namespaces/shop/replicasets?labelSelector=app.kubernetes.io/name%3Dcheckout',
      );
      const revisions = sets.items.map((item: any) => [
        item.metadata.annotations['deployment.kubernetes.io/revision'],
        item.spec.template.spec.containers[0].image.split(':')[1],
      ]);
      expect(revisions.sort()).toEqual([
        ['1', '5.2.1'],
        ['2', '5.3.0-does-not-exist'],
      ]);
      const pods = await get(
        name,
        '/api/v1/namespaces/shop/pods?labelSelector=app.kubernetes.io/name%3Dcheckout',
      );
      const reasons = pods.items.map(
        (item: any) => item.status.containerStatuses[0].state.waiting?.reason,
      );
      expect(reasons).toContain('ImagePullBackOff');
    },
  );

  it('keeps its state over a restart, and a reset makes a new cluster', async () => {
    const uid = async () =>
      (await get('dev', '/api/v1/namespaces/kube-system')).metadata.uid;
    const before = await uid();
    await provider.stop();
    provider = await start();
    expect(await uid()).toBe(before);
    await provider.reset('dev');
    expect(await uid()).not.toBe(before);
  });

  it('names the clusters there are when it is to reset another', async () => {
    await expect(provider.reset('nowhere')).rejects.toThrow(
      'There is no demo cluster "nowhere"; there are prod-eu, staging, dev',
    );
  });
});
