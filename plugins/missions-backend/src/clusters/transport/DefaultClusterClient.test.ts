import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type {
  ClusterConnection,
  ClusterRequest,
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
    await client.request({ path: '/x' });
    expect(server.seen[0].headers).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-group': 'a, b',
    });
  });

  it('sends what was asked, and lets nobody say in headers who acts', async () => {
    const client = await start(() => ({}));
    for (const name of [
      'Impersonate-User',
      'impersonate-group',
      'IMPERSONATE-UID',
      'Impersonate-Extra-Scopes',
      'User-Agent',
      'authorization',
    ]) {
      const request = { path: '/x', headers: { [name]: 'system:masters' } };
      const refused = {
        code: 'INPUT_INVALID',
        message: `The header '${name}' is not one that an action or check may send`,
        remedy: expect.stringContaining('the configuration of the cluster'),
      };
      await expect(client.request(request)).rejects.toMatchObject(refused);
      await expect(client.lines(request).next()).rejects.toMatchObject(refused);
    }
    expect(server.seen).toEqual([]);
    await client.request({
      path: '/x',
      headers: { ACCEPT: 'text/plain' },
      query: Object.create({ dryRun: 'All' }),
    });
    expect(server.seen).toHaveLength(1);
    expect(server.seen[0].headers).toMatchObject({
      accept: 'text/plain',
      'user-agent': 'mission-control/1.2.3',
    });
    expect(server.seen[0].query.toString()).toBe('');
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

  it('trusts the authority of a kubeconfig context that names no user', async () => {
    const authority = Buffer.from(testCertificates.ca).toString('base64');
    const client = await start(() => ({ ok: true }), {
      caData: undefined,
      auth: {
        kind: 'kubeconfig',
        context: 'one',
        text: JSON.stringify({
          contexts: [{ name: 'one', context: { cluster: 'c' } }],
          clusters: [
            {
              name: 'c',
              cluster: {
                server: 'https://unused',
                'certificate-authority-data': authority,
              },
            },
          ],
          users: [],
        }),
      },
    });
    const { body } = await client.request({ path: '/x' });
    expect(body).toEqual({ ok: true });
    expect(server.seen[0].headers.authorization).toBeUndefined();
  });

  it('says of a kubeconfig context without its user that this is missing', async () => {
    const client = await start(() => ({}), {
      auth: {
        kind: 'kubeconfig',
        context: 'one',
        text: JSON.stringify({
          contexts: [{ name: 'one', context: { cluster: 'c', user: 'nope' } }],
          clusters: [{ name: 'c', cluster: { server: 'https://unused' } }],
          users: [],
        }),
      },
    });
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_UNAUTHORIZED',
      message: expect.stringContaining("it has no user 'nope'"),
    });
    expect(server.seen).toEqual([]);
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

  it.each<[string, ClusterRequest]>([
    ['read', { path: '/x' }],
    [
      'dry run',
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/shop/configmaps/web',
        query: { dryRun: 'All', fieldManager: 'missions:web' },
        contentType: 'application/apply-patch+yaml',
        body: { kind: 'ConfigMap', metadata: { name: 'web' } },
      },
    ],
    [
      'question of access',
      {
        method: 'POST',
        path: '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
        body: {},
      },
    ],
  ])(
    'sends a %s again while kept connections break, and not for ever',
    async (_, request) => {
      let broken = 3;
      const client = await start(() => {
        broken -= 1;
        return broken >= 0 ? server.breakConnections() : { ok: true };
      });
      const { body } = await client.request(request);
      expect(body).toEqual({ ok: true });
      expect(server.seen).toHaveLength(4);
      broken = 100;
      await expect(client.request(request)).rejects.toMatchObject({
        code: 'CLUSTER_UNREACHABLE',
        details: { executed: 'no' },
      });
      expect(server.seen).toHaveLength(8);
    },
  );

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

  it('keeps a Retry-After that is too long to wait for in the request', async () => {
    const client = await start((_, response) =>
      refuse(response, 429, {}, { 'Retry-After': '120' }),
    );
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_THROTTLED',
      retryable: true,
      details: { retryAfterSeconds: 120 },
    });
    expect(server.seen).toHaveLength(1);
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'] as const)(
    'never sends a %s again after a 500, with or without Retry-After',
    async method => {
      const client = await start((_, response) =>
        refuse(
          response,
          500,
          { message: 'etcdserver: request timed out' },
          server.seen.length > 1 ? { 'Retry-After': '0' } : {},
        ),
      );
      for (const times of [1, 2]) {
        await expect(
          client.request({ path: '/x', method, body: {} }),
        ).rejects.toMatchObject({ code: 'KUBERNETES_SERVER_ERROR' });
        expect(server.seen).toHaveLength(times);
      }
    },
  );

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

  it('knows at once what a definition that it wrote brings', async () => {
    const kinds: string[] = ['Widget'];
    const client = await start(({ method, path }, response) => {
      if (method === 'PATCH') {
        kinds.push('Gadget');
        return {};
      }
      return path === '/apis/shop.example.com/v1'
        ? {
            resources: kinds.map(kind => ({
              name: `${kind.toLowerCase()}s`,
              kind,
            })),
          }
        : refuse(response, 404, {});
    });
    const group = 'shop.example.com/v1';
    await client.resource(group, 'Widget');
    await expect(client.resource(group, 'Gadget')).rejects.toMatchObject({
      code: 'KUBERNETES_API_ABSENT',
    });
    await client.request({
      method: 'PATCH',
      path: '/apis/apiextensions.k8s.io/v1/customresourcedefinitions/gadgets.shop.example.com',
      body: {},
    });
    expect(await client.resource(group, 'Gadget')).toMatchObject({
      resource: 'gadgets',
    });
  });
});
