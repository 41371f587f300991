import { ConfigReader } from '@backstage/config';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockLogger } from '../../__testUtils__/mockLogger';
import { DefaultClusterRegistry } from './DefaultClusterRegistry';

/** A context of a kubeconfig, as its provider gives it. */
const ofKubeconfig = (address: string): Partial<ClusterConnection> => ({
  auth: {
    kind: 'kubeconfig',
    context: 'local',
    text: JSON.stringify({
      clusters: [{ name: 'c', cluster: { server: address } }],
      users: [{ name: 'u', user: { token: 'of-the-context' } }],
      contexts: [{ name: 'local', context: { cluster: 'c', user: 'u' } }],
    }),
  },
});

describe('a cluster over plain HTTP', () => {
  let server: Server;
  let seen: (string | undefined)[];

  beforeEach(async () => {
    seen = [];
    server = createServer((request, response) => {
      seen.push(request.headers.authorization);
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify({
          gitVersion: 'v1.36.3',
          metadata: { uid: 'uid-1' },
          status: { userInfo: { username: 'whoever' } },
        }),
      );
    });
    await new Promise<void>(resolve => {
      server.listen(0, '127.0.0.1', resolve);
    });
  });

  afterEach(
    () =>
      new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  );

  const ask = async (
    host: string,
    more: (address: string) => Partial<ClusterConnection> = () => ({}),
  ) => {
    const { port } = server.address() as AddressInfo;
    const registry = DefaultClusterRegistry.create({
      config: new ConfigReader({}),
      logger: mockLogger(),
      providers: [
        {
          id: 'test',
          clusters: async () => [
            {
              name: 'local',
              server: `http://${host}:${port}`,
              auth: { kind: 'none' },
              ...more(`http://${host}:${port}`),
            },
          ],
        },
      ],
      version: '1.2.3',
      environment: {},
    });
    try {
      return {
        clusters: await registry.statuses(),
        problems: await registry.problems(),
      };
    } finally {
      await registry.close();
    }
  };

  it('is asked over HTTP on this machine, without credentials', async () => {
    const { clusters } = await ask('127.0.0.1');
    expect(clusters).toMatchObject([
      { name: 'local', reachable: true, identity: 'whoever', uid: 'uid-1' },
    ]);
    expect(new Set(seen)).toEqual(new Set([undefined]));
  });

  it.each([{}, { skipTlsVerify: true }])(
    'is asked as a context of a kubeconfig says (%j), and said to be unencrypted',
    async flags => {
      const { clusters } = await ask('127.0.0.1', address => ({
        ...ofKubeconfig(address),
        ...flags,
      }));
      expect(clusters).toMatchObject([
        {
          reachable: true,
          identity: 'whoever',
          uid: 'uid-1',
          problem: {
            code: 'CLUSTER_TLS',
            message: expect.stringContaining('is not encrypted'),
            remedy: expect.stringContaining('https://'),
          },
        },
      ]);
      expect(new Set(seen)).toEqual(new Set(['Bearer of-the-context']));
    },
  );

  it('does not answer where nothing listens', async () => {
    const { clusters } = await ask('127.0.0.1', address => ({
      ...ofKubeconfig(address),
      server: 'http://127.0.0.1:1',
    }));
    expect(clusters).toMatchObject([
      { reachable: false, problem: { code: 'CLUSTER_UNREACHABLE' } },
    ]);
  });

  it('is refused on another machine', async () => {
    const { clusters, problems } = await ask('10.1.2.3');
    expect(clusters).toEqual([]);
    expect(problems[0].message).toMatch(
      /must begin with https:\/\/ .*only for this machine/,
    );
  });
});
