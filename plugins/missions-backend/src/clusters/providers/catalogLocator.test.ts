import { mockServices } from '@backstage/backend-test-utils';
import type { CatalogService } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { kubernetesPluginProvider } from './kubernetesPluginProvider';

const entity = (
  name: string,
  server: string,
  annotations: Record<string, string> = {},
) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name,
    title: `Cluster ${name}`,
    labels: { tier: 'gold' },
    annotations: {
      'kubernetes.io/api-server': server,
      'kubernetes.io/api-server-certificate-authority': 'Q0E=',
      'kubernetes.io/auth-provider': 'serviceAccount',
      ...annotations,
    },
  },
  spec: { type: 'kubernetes-cluster' },
});

const TRUSTED = [
  {
    hosts: ['*.k8s.example.com', '10.1.2.3:6443'],
    serviceAccountToken: 'secret-token',
  },
  { hosts: ['api.internal'], caData: 'T1dO' },
];

describe('clusters of the catalog', () => {
  let now = 0;
  const warn = jest.fn();

  function provide(catalog: CatalogService, catalogClusters: object[]) {
    return kubernetesPluginProvider({
      logger: Object.assign(mockServices.logger.mock(), { warn }),
      auth: mockServices.auth(),
      catalog,
      now: () => now,
      config: mockServices.rootConfig({
        data: {
          kubernetes: { clusterLocatorMethods: [{ type: 'catalog' }] },
          missions: { catalogClusters },
        },
      }),
    });
  }

  const only = async (
    described: ReturnType<typeof entity>,
    trusted: object[] = TRUSTED,
  ) => {
    const catalog = catalogServiceMock({ entities: [described] });
    const [connection] = await provide(catalog, trusted).clusters();
    return connection;
  };

  it('uses credentials of the configuration for a host that it trusts', async () => {
    await expect(
      only(entity('eu', 'https://eu.k8s.example.com')),
    ).resolves.toEqual({
      name: 'eu',
      title: 'Cluster eu',
      labels: { tier: 'gold' },
      server: 'https://eu.k8s.example.com',
      caData: 'Q0E=',
      auth: { kind: 'token', token: 'secret-token' },
    });
  });

  it('takes the token of the pod and the authority of the configuration', async () => {
    await expect(
      only(entity('in', 'https://api.internal:6443')),
    ).resolves.toMatchObject({
      caData: 'T1dO',
      auth: {
        kind: 'tokenFile',
        path: expect.stringContaining('serviceaccount/token'),
      },
    });
  });

  it.each([
    ['another domain', 'https://eu.k8s.example.com.evil.dev'],
    ['a host below', 'https://a.eu.k8s.example.com'],
    ['a name that looks alike', 'https://eu-k8s.example.com'],
    ['credentials before another host', 'https://eu.k8s.example.com@evil.dev'],
    ['a path', 'https://evil.dev/eu.k8s.example.com'],
    ['another port', 'https://10.1.2.3:7443'],
    ['no address', 'eu.k8s.example.com'],
  ])('gives no credentials to %s', async (_, server) => {
    await expect(only(entity('x', server))).resolves.toMatchObject({
      auth: { kind: 'none' },
      notUnattended: expect.stringContaining('missions.catalogClusters'),
    });
  });

  it.each([
    [{ 'kubernetes.io/skip-tls-verify': 'true' }, 'is not checked'],
    [{ 'kubernetes.io/auth-provider': 'oidc' }, 'user at the keyboard'],
    [{ 'kubernetes.io/auth-provider': 'none' }, 'use serviceAccount'],
    [{ 'kubernetes.io/auth-provider': '' }, 'has no annotation'],
  ])('does not use %j and says why', async (annotations, why) => {
    await expect(
      only(entity('x', 'https://eu.k8s.example.com', annotations)),
    ).resolves.toMatchObject({
      auth: { kind: 'none' },
      notUnattended: expect.stringContaining(why),
    });
  });

  it('follows the catalog, and keeps what it knew while the catalog is away', async () => {
    let entities = [entity('one', 'https://one.k8s.example.com')];
    let away = false;
    const catalog = catalogServiceMock.mock({
      getEntities: async () => {
        if (away) {
          throw new Error('away');
        }
        return { items: entities };
      },
    });
    const provider = provide(catalog, TRUSTED);
    const names = async () =>
      (await provider.clusters()).map(cluster => cluster.name);
    expect(await names()).toEqual(['one']);
    entities = [
      entity('one', 'https://moved.k8s.example.com'),
      entity('Two_b', 'https://two.k8s.example.com'),
    ];
    now += 31_000;
    expect(await names()).toEqual(['one', 'two-b']);
    expect((await provider.clusters())[0].server).toBe(
      'https://moved.k8s.example.com',
    );
    away = true;
    now += 31_000;
    expect(await names()).toEqual(['one', 'two-b']);
    expect(warn).toHaveBeenCalledWith(
      expect.stringContaining('the catalog does not answer: away'),
    );
    expect(provider.problems?.()).toMatchObject([
      { message: 'the catalog does not answer: away' },
    ]);
    away = false;
    entities = [];
    now += 6_000;
    expect(await names()).toEqual([]);
    expect(provider.problems?.()).toEqual([]);
  });
});
