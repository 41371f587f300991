import { ConfigReader } from '@backstage/config';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { mockLogger } from '../../__testUtils__/mockLogger';
import { DefaultClusterRegistry } from './DefaultClusterRegistry';

describe('a cluster behind kubectl proxy', () => {
  let server: Server;
  const seen: (string | undefined)[] = [];

  beforeEach(async () => {
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

  const ask = async (host: string) => {
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

  it('is refused on another machine', async () => {
    const { clusters, problems } = await ask('10.1.2.3');
    expect(clusters).toEqual([]);
    expect(problems[0].message).toContain('must begin with https://');
  });
});
