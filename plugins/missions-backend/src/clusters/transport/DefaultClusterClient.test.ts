import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ClusterConnection,
  WatchEvent,
} from '@mission-control/plugin-missions-node';
import { createTestClient } from '../testing/createTestClient';
import {
  refuse,
  reply,
  startApiServer,
  type Handler,
  type TestApiServer,
} from '../testing/startApiServer';
import { testCertificates } from '../testing/testCertificates';
import type { ConnectionPool } from './ConnectionPool';

describe('DefaultClusterClient', () => {
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

  it('sends bodies as they are and names the run in the user agent', async () => {
    const client = await start(({ body }) => JSON.parse(body));
    const body = { kind: 'NetworkPolicy', spec: { ingress: [{}], unknown: 1 } };

    const answer = await client
      .forRun({ runId: 'r-1', missionName: 'install/web' })
      .request({
        method: 'PATCH',
        path: '/apis/x/v1/y/z',
        query: { fieldManager: 'missions:web', force: false, none: undefined },
        contentType: 'application/apply-patch+yaml',
        body,
      });

    expect(answer).toMatchObject({ status: 200, body, warnings: [] });
    const [seen] = server.seen;
    expect(seen.query.toString()).toBe(
      'fieldManager=missions%3Aweb&force=false',
    );
    expect(seen.headers).toMatchObject({
      authorization: 'Bearer secret-token',
      'content-type': 'application/apply-patch+yaml',
      'user-agent': 'mission-control/1.2.3 (run r-1) mission/install/web',
    });
  });

  it('reads the texts of Warning headers', async () => {
    const client = await start((_, response) =>
      reply(
        response,
        200,
        {},
        { Warning: ['299 - "old \\"API\\""', '299 - "b"'] },
      ),
    );
    const { warnings } = await client.request({ path: '/x' });
    expect(warnings).toEqual(['old "API"', 'b']);
  });

  it('keeps its connection between requests', async () => {
    const client = await start(() => ({}));
    for (let i = 0; i < 20; i += 1) {
      await client.request({ path: '/x' });
    }
    expect(server.seen).toHaveLength(20);
    // A second one opens when a request follows in the same tick.
    expect(server.connections()).toBeLessThanOrEqual(2);
  });

  it('presents a client certificate', async () => {
    const client = await start(({ client: name }) => ({ name }), {
      auth: {
        kind: 'clientCertificate',
        certData: Buffer.from(testCertificates.clientCert).toString('base64'),
        keyData: Buffer.from(testCertificates.clientKey).toString('base64'),
      },
    });
    const { body } = await client.request({ path: '/x' });
    expect(body).toEqual({ name: 'test-admin' });
  });

  it('impersonates as configured', async () => {
    server = await startApiServer(() => ({}));
    const { client, pool } = createTestClient(server.connection, {
      user: 'jane',
      groups: ['a', 'b'],
    });
    pools.push(pool);
    await client.request({
      path: '/x',
      headers: { 'Impersonate-User': 'root' },
    });
    expect(server.seen[0].headers).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-group': 'a, b',
    });
  });

  it('uses a context of a kubeconfig, exec programs included, and asks again after a 401', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
    try {
      const counter = join(directory, 'count');
      const program = `
        const fs = require('fs');
        const n = Number(fs.existsSync(${JSON.stringify(
          counter,
        )}) ? fs.readFileSync(${JSON.stringify(counter)}, 'utf8') : 0) + 1;
        fs.writeFileSync(${JSON.stringify(counter)}, String(n));
        console.log(JSON.stringify({ kind: 'ExecCredential', apiVersion: 'client.authentication.k8s.io/v1', status: { token: 'exec-' + n } }));`;
      const client = await start(
        ({ headers }, response) =>
          headers.authorization === 'Bearer exec-2'
            ? { ok: true }
            : refuse(response, 401, { reason: 'Unauthorized' }),
        {
          auth: {
            kind: 'kubeconfig',
            context: 'one',
            text: JSON.stringify({
              contexts: [{ name: 'one', context: { cluster: 'c', user: 'u' } }],
              clusters: [{ name: 'c', cluster: { server: 'https://unused' } }],
              users: [
                {
                  name: 'u',
                  user: {
                    exec: {
                      apiVersion: 'client.authentication.k8s.io/v1',
                      command: process.execPath,
                      args: ['-e', program],
                    },
                  },
                },
              ],
            }),
          },
        },
      );
      const { body } = await client.request({ path: '/x' });
      expect(body).toEqual({ ok: true });
      await client.request({ path: '/x' });
      expect(server.seen.map(seen => seen.headers.authorization)).toEqual([
        'Bearer exec-1',
        'Bearer exec-2',
        'Bearer exec-2',
      ]);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('reads a token file again after a 401', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'token-'));
    try {
      const path = join(directory, 'token');
      await writeFile(path, 'old\n');
      const client = await start(
        async ({ headers }, response) => {
          if (headers.authorization === 'Bearer new') {
            return {};
          }
          await writeFile(path, 'new');
          return refuse(response, 401, {});
        },
        { auth: { kind: 'tokenFile', path } },
      );
      await client.request({ path: '/x' });
      expect(server.seen).toHaveLength(2);
    } finally {
      await rm(directory, { recursive: true });
    }
  });

  it('refuses a server whose certificate nobody trusts', async () => {
    const client = await start(() => ({}), {
      caData: testCertificates.otherCa,
    });
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_TLS',
      details: { executed: 'no' },
    });
    expect(server.seen).toHaveLength(0);
  });

  it('never puts a credential into an error', async () => {
    const client = await start((_, response) =>
      refuse(response, 401, { message: 'Unauthorized' }),
    );
    const error = await client.request({ path: '/x' }).catch(e => e);
    expect(error.code).toBe('CLUSTER_UNAUTHORIZED');
    expect(JSON.stringify([error.message, error.details])).not.toContain(
      'secret-token',
    );
  });

  it('waits as a 429 asks, reads and writes alike', async () => {
    const client = await start((_, response) =>
      server.seen.length % 2
        ? refuse(response, 429, {}, { 'Retry-After': '0' })
        : { done: true },
    );
    await client.request({ path: '/x' });
    await client.request({ path: '/x', method: 'POST', body: {} });
    expect(server.seen.map(seen => seen.method)).toEqual([
      'GET',
      'GET',
      'POST',
      'POST',
    ]);
  });

  it('does not send a write twice when its connection breaks, and says so', async () => {
    const client = await start(() => server.breakConnections());
    await expect(
      client.request({ path: '/x', method: 'POST', body: {} }),
    ).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      details: { executed: 'unknown' },
    });
    expect(server.seen).toHaveLength(1);
  });

  it('sends a read once more when its connection breaks', async () => {
    const client = await start(() =>
      server.seen.length === 1 ? server.breakConnections() : { ok: true },
    );
    const { body } = await client.request({ path: '/x' });
    expect(body).toEqual({ ok: true });
    expect(server.seen).toHaveLength(2);
  });

  it('never repeats a 500 without a reason', async () => {
    const client = await start((_, response) =>
      refuse(response, 500, { message: 'failed to create typed patch object' }),
    );
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'KUBERNETES_INVALID',
      retryable: false,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('ends a request after its time', async () => {
    const client = await start(() => undefined);
    await expect(
      client.request({ path: '/x', method: 'DELETE', timeoutMs: 50 }),
    ).rejects.toMatchObject({
      code: 'CLUSTER_TIMEOUT',
      details: { executed: 'unknown' },
    });
  });

  it('throws the reason of an aborted signal', async () => {
    const client = await start(() => undefined);
    const controller = new AbortController();
    const reason = new Error('lease lost');
    const pending = client.request({ path: '/x', signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(pending).rejects.toBe(reason);
  });

  it('bounds size and nesting of answers', async () => {
    const client = await start(({ path }, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        path === '/big' ? JSON.stringify('x'.repeat(5000)) : '['.repeat(600),
      );
    });
    await expect(
      client.request({ path: '/big', maxBytes: 1000 }),
    ).rejects.toThrow('The answer is larger than 1000 bytes');
    await expect(client.request({ path: '/deep' })).rejects.toThrow(
      'JSON is nested deeper than 512',
    );
  });

  it('tells half an answer from a whole one', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, {
        'Content-Type': 'application/json',
        'Content-Length': '1000',
      });
      response.write('{"a":');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
    });
  });

  it('says that a login page or a redirect is no API server', async () => {
    const client = await start(({ path }, response) => {
      response.writeHead(path === '/page' ? 200 : 302, {
        'Content-Type': 'text/html',
        Location: 'https://login',
      });
      response.end('<html>');
    });
    for (const path of ['/page', '/redirect']) {
      await expect(client.request({ path })).rejects.toThrow(
        /it is not an API server/,
      );
    }
  });

  it.each(['x', '//evil/x', '/a/../b', '/a/%2e%2E/b', '/a?b=c', '/a b'])(
    'refuses the path %s',
    async path => {
      const client = await start(() => ({}));
      await expect(client.request({ path })).rejects.toMatchObject({
        code: 'INPUT_INVALID',
      });
      expect(server.seen).toHaveLength(0);
    },
  );

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
});
