import type {
  ClusterConnection,
  WatchEvent,
} from '@mission-control/plugin-missions-node';
import { createTestClient } from '../testing/createTestClient';
import {
  refuse,
  startApiServer,
  type Handler,
  type TestApiServer,
} from '../testing/startApiServer';
import type { ConnectionPool } from './ConnectionPool';

describe('DefaultClusterClient lists, watches and discovery', () => {
  let server: TestApiServer;
  const pools: ConnectionPool[] = [];

  const start = async (
    handler: Handler,
    change: Partial<ClusterConnection> = {},
  ) => {
    server = await startApiServer(handler);
    const { client, pool } = createTestClient({
      ...server.connection,
      ...change,
    });
    pools.push(pool);
    return client;
  };

  afterEach(async () => {
    await Promise.all(pools.splice(0).map(pool => pool.close()));
    await server.close();
  });

  it('asks no more when the same page comes again and again', async () => {
    const client = await start(() => ({
      kind: 'PodList',
      metadata: { continue: 'again' },
      items: [],
    }));
    await expect(client.list('/api/v1/pods')).rejects.toMatchObject({
      code: 'KUBERNETES_SERVER_ERROR',
      message: expect.stringContaining('again and again'),
    });
    expect(server.seen).toHaveLength(2);
  });

  it('lists page by page and gives items their type', async () => {
    const client = await start(({ query }) => {
      const from = Number(query.get('continue') ?? 0);
      return {
        kind: 'PodList',
        apiVersion: 'v1',
        metadata: {
          resourceVersion: '7',
          continue: from < 4 ? String(from + 2) : '',
        },
        items: [{ metadata: { name: `p${from}` } }],
      };
    });
    const { items, resourceVersion } = await client.list('/api/v1/pods', {
      limit: 2,
      labelSelector: 'a=b',
    });
    expect(resourceVersion).toBe('7');
    expect(items).toEqual(
      ['p0', 'p2', 'p4'].map(name => ({
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name },
      })),
    );
    expect(server.seen.map(seen => seen.query.get('labelSelector'))).toEqual([
      'a=b',
      'a=b',
      'a=b',
    ]);
  });

  it('lists as a whole when the continue token is too old', async () => {
    const client = await start(({ query }, response) =>
      query.has('continue')
        ? refuse(response, 410, { reason: 'Expired', message: 'too old' })
        : {
            metadata: {
              resourceVersion: '9',
              continue: query.has('limit') ? 'token' : '',
            },
            items: [{ metadata: { name: 'a' } }],
          },
    );
    const { items } = await client.list('/api/v1/pods');
    expect(items).toHaveLength(1);
    expect(server.seen).toHaveLength(3);
  });

  it('goes on watching from the last bookmark after a break', async () => {
    const event = (type: string, resourceVersion: string) =>
      `${JSON.stringify({
        type,
        object: { metadata: { resourceVersion } },
      })}\n`;
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      if (server.seen.length === 1) {
        response.write(event('ADDED', '5') + event('BOOKMARK', '8'));
        response.write('{"type":"MOD');
        setTimeout(() => server.breakConnections(), 20);
      } else {
        response.write(event('MODIFIED', '9'));
      }
    });
    const controller = new AbortController();
    const events: WatchEvent['type'][] = [];
    for await (const { type } of client.watch('/api/v1/pods', {
      resourceVersion: '1',
      signal: controller.signal,
    })) {
      events.push(type);
      if (type === 'MODIFIED') {
        break;
      }
    }
    expect(events).toEqual(['ADDED', 'BOOKMARK', 'MODIFIED']);
    expect(server.seen.map(seen => seen.query.get('resourceVersion'))).toEqual([
      '1',
      '8',
    ]);
  });

  it('ends a watch whose version is too old', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        `${JSON.stringify({
          type: 'ERROR',
          object: {
            kind: 'Status',
            code: 410,
            reason: 'Expired',
            message: 'old',
          },
        })}\n`,
      );
    });
    const watch = client.watch('/api/v1/pods', {
      resourceVersion: '1',
      signal: new AbortController().signal,
    });
    await expect(watch[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: 'KUBERNETES_CONFLICT',
      details: { conflict: 'expired' },
    });
  });

  it('ends a watch with the reason of its signal', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.flushHeaders();
    });
    const controller = new AbortController();
    const next = client
      .watch('/api/v1/pods', {
        resourceVersion: '1',
        signal: controller.signal,
      })
      [Symbol.asyncIterator]()
      .next();
    setTimeout(() => controller.abort(new Error('enough')), 30);
    await expect(next).rejects.toThrow('enough');
  });

  it('gives log lines as they come', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.write('one\r\ntw');
      response.write('o\n');
      response.end(`${'x'.repeat(70_000)}\nlast`);
    });
    const lines: string[] = [];
    for await (const line of client.lines({ path: '/log' })) {
      lines.push(line.length > 100 ? line.slice(-10) : line);
    }
    expect(lines).toEqual(['one', 'two', '(line cut)', 'last']);
  });

  it('asks discovery again before it says that an API is absent', async () => {
    let served = false;
    const client = await start(({ path }, response) => {
      if (path === '/apis/x.dev/v1' && served) {
        return {
          resources: [
            { name: 'things', kind: 'Thing', namespaced: true, verbs: ['get'] },
            { name: 'things/status', kind: 'Thing', namespaced: true },
          ],
        };
      }
      response.writeHead(404, { 'Content-Type': 'text/plain' });
      return response.end('404 page not found\n');
    });
    await expect(client.resource('x.dev/v1', 'Thing')).rejects.toMatchObject({
      code: 'KUBERNETES_API_ABSENT',
    });
    served = true;
    await expect(client.resource('x.dev/v1', 'Thing')).resolves.toEqual({
      group: 'x.dev',
      version: 'v1',
      resource: 'things',
      kind: 'Thing',
      namespaced: true,
      verbs: ['get'],
      subresources: ['status'],
    });
    const asked = server.seen.length;
    await client.resource('x.dev/v1', 'Thing');
    expect(server.seen).toHaveLength(asked);
  });

  it('names groups that could not be listed', async () => {
    const client = await start(({ path }, response) => {
      switch (path) {
        case '/apis':
          return {
            groups: [
              {
                name: 'metrics.k8s.io',
                versions: [
                  { groupVersion: 'metrics.k8s.io/v1', version: 'v1' },
                ],
              },
            ],
          };
        case '/api/v1':
          return {
            resources: [{ name: 'pods', kind: 'Pod', namespaced: true }],
          };
        default:
          return refuse(response, 500, { message: 'backend down' });
      }
    });
    const { items, incomplete } = await client.resources();
    expect(items.map(item => item.kind)).toEqual(['Pod']);
    expect(incomplete).toEqual(['metrics.k8s.io/v1']);
  });

  it.each<[string, Record<string, unknown>, string[], string[]]>([
    ['went', { '/apis': { groups: [] } }, ['Pod'], []],
    [
      'came',
      { '/apis/x.dev/v1': { resources: [{ name: 'as', kind: 'A' }] } },
      ['Pod', 'A'],
      [],
    ],
    ['stays', {}, ['Pod'], ['x.dev/v1']],
  ])(
    'asks again for a group that is listed and absent: it %s',
    async (_, later, kinds, unlisted) => {
      const versions = [{ groupVersion: 'x.dev/v1', version: 'v1' }];
      const now: Record<string, unknown> = {
        '/apis': { groups: [{ name: 'x.dev', versions }] },
        '/api/v1': { resources: [{ name: 'pods', kind: 'Pod' }] },
      };
      const client = await start(({ path }, response) => {
        const answer = now[path];
        if (!answer) {
          Object.assign(now, later);
          response.writeHead(404, { 'Content-Type': 'text/plain' });
          return response.end('404 page not found\n');
        }
        return answer;
      });
      const { items, incomplete } = await client.resources();
      expect(items.map(item => item.kind)).toEqual(kinds);
      expect(incomplete).toEqual(unlisted);
    },
  );
});
