import { mockServices } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { mkdtemp, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { clusterName } from './clusterName';
import { kubeconfigProvider } from './kubeconfigProvider';
import { kubernetesPluginProvider } from './kubernetesPluginProvider';

describe('kubernetesPluginProvider', () => {
  it('reads clusters of every supported locator and says which need a user', async () => {
    const logger = mockServices.logger.mock();
    const provider = kubernetesPluginProvider({
      logger,
      auth: mockServices.auth(),
      catalog: catalogServiceMock({
        entities: [
          {
            apiVersion: 'backstage.io/v1alpha1',
            kind: 'Resource',
            metadata: {
              name: 'from-catalog',
              annotations: {
                'kubernetes.io/api-server': 'https://catalog.example',
                'kubernetes.io/auth-provider': 'serviceAccount',
              },
            },
            spec: { type: 'kubernetes-cluster' },
          },
        ],
      }),
      config: mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [
                  {
                    name: 'sa',
                    title: 'Service account',
                    url: 'https://sa.example',
                    authProvider: 'serviceAccount',
                    serviceAccountToken: 'token',
                    caData: 'Q0E=',
                  },
                  {
                    name: 'pod',
                    url: 'https://pod.example',
                    authProvider: 'serviceAccount',
                  },
                  {
                    name: 'oidc',
                    url: 'https://oidc.example',
                    authProvider: 'oidc',
                  },
                  { name: 'bro\u202eken', url: 'https://broken.example' },
                ],
              },
              { type: 'localKubectlProxy' },
              { type: 'catalog' },
              { type: 'gke' },
            ],
          },
        },
      }),
    });

    const clusters = await provider.clusters();
    expect(clusters).toMatchObject([
      {
        name: 'sa',
        title: 'Service account',
        caData: 'Q0E=',
        auth: { kind: 'token', token: 'token' },
      },
      { name: 'pod', auth: { kind: 'tokenFile' } },
      { name: 'oidc', notUnattended: expect.stringContaining("'oidc'") },
      { name: 'local', server: 'http://127.0.0.1:8001' },
      {
        name: 'from-catalog',
        auth: { kind: 'none' },
        notUnattended: expect.stringContaining('missions.catalogClusters'),
      },
    ]);
    expect(clusters[0].notUnattended).toBeUndefined();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("cluster 'bro\\u{202e}ken'"),
    );
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("type 'gke'"),
    );
    await provider.clusters();
    expect(provider.problems?.()).toEqual([
      {
        place: expect.stringMatching(
          /^kubernetes.clusterLocatorMethods\[0\].clusters\[\d\]$/,
        ),
        message: expect.stringContaining("cluster 'bro\u202eken'"),
        remedy: expect.stringContaining('Correct this entry'),
      },
      {
        place: 'kubernetes.clusterLocatorMethods[3]',
        message:
          "type 'gke' is not supported by missions, so its clusters are missing",
        remedy: expect.stringContaining('missions.kubeconfig'),
      },
    ]);
  });

  it('lets no broken locator hide the others', async () => {
    const provider = kubernetesPluginProvider({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              { type: 'config', clusters: 'none' },
              { type: 'localKubectlProxy' },
            ],
          },
        },
      }),
    });
    expect(await provider.clusters()).toMatchObject([{ name: 'local' }]);
    expect(provider.problems?.()).toMatchObject([
      { place: 'kubernetes.clusterLocatorMethods[0]' },
    ]);
  });

  it.each([
    ['serviceAccount', ''],
    ['localKubectlProxy', ''],
    ['google', 'credentials of the user at the keyboard'],
    ['oidc', 'credentials of the user at the keyboard'],
    ['aks', 'credentials of the user at the keyboard'],
    ['pinniped', 'credentials of the user at the keyboard'],
    ['aws', 'use a service account, or a kubeconfig context'],
    ['azure', 'use a service account, or a kubeconfig context'],
    ['googleServiceAccount', 'use a service account, or a kubeconfig context'],
    ['own', 'is not known to missions'],
  ])('says why auth provider %s cannot be used', async (authProvider, why) => {
    const [cluster] = await kubernetesPluginProvider({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: {
          kubernetes: {
            clusterLocatorMethods: [
              {
                type: 'config',
                clusters: [{ name: 'a', url: 'https://a', authProvider }],
              },
            ],
          },
        },
      }),
    }).clusters();
    expect(Boolean(cluster.notUnattended)).toBe(why !== '');
    expect(cluster.notUnattended ?? '').toContain(why);
  });

  it('reads an authority from a file, and that nobody checks certificates', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'authority-'));
    try {
      const caFile = join(directory, 'ca.crt');
      await writeFile(caFile, 'PEM');
      const [cluster] = await kubernetesPluginProvider({
        logger: mockServices.logger.mock(),
        config: mockServices.rootConfig({
          data: {
            kubernetes: {
              clusterLocatorMethods: [
                {
                  type: 'config',
                  clusters: [
                    {
                      name: 'a',
                      url: 'https://a',
                      authProvider: 'serviceAccount',
                      skipTLSVerify: true,
                      caFile,
                    },
                  ],
                },
              ],
            },
          },
        }),
      }).clusters();
      expect(cluster).toMatchObject({ caData: 'PEM', skipTlsVerify: true });
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('has no clusters without configuration', async () => {
    const provider = kubernetesPluginProvider({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
    });
    expect(await provider.clusters()).toEqual([]);
  });
});

describe('kubeconfigProvider', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  const kubeconfig = (...contexts: string[]) =>
    JSON.stringify({
      clusters: [
        {
          name: 'c',
          cluster: {
            server: 'https://c.example/',
            'certificate-authority': 'ca.crt',
          },
        },
      ],
      users: [{ name: 'u', user: { token: 't' } }],
      contexts: contexts.map(name => ({
        name,
        context: { cluster: 'c', user: 'u' },
      })),
    });

  it('offers the wanted contexts, with paths that stay right, and reads again', async () => {
    const path = join(directory, 'config');
    await writeFile(path, kubeconfig('admin@Prod_1', 'other'));
    const logger = mockServices.logger.mock();
    const provider = kubeconfigProvider({
      logger,
      config: mockServices.rootConfig({
        data: {
          missions: {
            kubeconfig: { path, contexts: ['admin@Prod_1', 'absent'] },
          },
        },
      }),
    });
    const [cluster, ...others] = await provider.clusters();
    expect(others).toEqual([]);
    expect(cluster).toMatchObject({
      name: 'admin-prod-1',
      title: 'admin@Prod_1',
      server: 'https://c.example',
      auth: { kind: 'kubeconfig', context: 'admin@Prod_1' },
    });
    expect(JSON.stringify(cluster.auth)).toContain(join(directory, 'ca.crt'));
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("no context 'absent'"),
    );
    expect(provider.problems?.()).toMatchObject([
      {
        place: 'missions.kubeconfig',
        message: expect.stringContaining("no context 'absent'"),
      },
    ]);

    await writeFile(path, kubeconfig('admin@Prod_1', 'absent'));
    await utimes(path, 1, 1);
    expect(await provider.clusters()).toHaveLength(2);
    expect(provider.problems?.()).toEqual([]);
  });

  it('names the context whose user is not in the file, and offers the others', async () => {
    const path = join(directory, 'config');
    const context = (name: string, user?: string) => ({
      name,
      context: { cluster: 'c', user },
    });
    await writeFile(
      path,
      JSON.stringify({
        ...JSON.parse(kubeconfig()),
        contexts: [context('x', 'nope'), context('y', 'u'), context('z')],
      }),
    );
    const provider = kubeconfigProvider({
      logger: mockServices.logger.mock(),
      config: mockServices.rootConfig({
        data: { missions: { kubeconfig: { path } } },
      }),
    });
    expect(await provider.clusters()).toMatchObject([
      { name: 'y' },
      { name: 'z' },
    ]);
    expect(provider.problems?.()).toEqual([
      {
        place: 'missions.kubeconfig',
        message: `${path}: context 'x' has no user 'nope'`,
        remedy: 'Correct the file, or name other contexts.',
      },
    ]);
  });

  it('reads nothing without missions.kubeconfig', async () => {
    const provider = kubeconfigProvider({
      config: mockServices.rootConfig(),
      logger: mockServices.logger.mock(),
      environment: { KUBECONFIG: '/nowhere' },
    });
    expect(await provider.clusters()).toEqual([]);
  });
});

describe('clusterName', () => {
  it.each([
    ['kubernetes-admin@kubernetes', 'kubernetes-admin-kubernetes'],
    [
      'arn:aws:eks:eu-west-1:1:cluster/Prod',
      'arn-aws-eks-eu-west-1-1-cluster-prod',
    ],
    ['***', 'cluster'],
    ['a'.repeat(80), 'a'.repeat(63)],
  ])('makes a DNS-like name of %s', (text, name) => {
    expect(clusterName(text)).toBe(name);
  });
});
