import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { createTestClient } from '../testing/createTestClient';
import {
  type Handler,
  refuse,
  startApiServer,
  type TestApiServer,
} from '../testing/startApiServer';
import { testCertificates } from '../testing/testCertificates';
import type { ConnectionPool } from './ConnectionPool';

const WRITE = { method: 'POST', path: '/x', body: {} } as const;

describe('a cluster that misbehaves', () => {
  let server: TestApiServer;
  const pools: ConnectionPool[] = [];

  async function start(
    handler: Handler,
    options: Partial<ClusterConnection> = {},
    identity?: { cert: string; key: string },
  ) {
    server = await startApiServer(handler, identity);
    const { client, pool } = createTestClient({
      ...server.connection,
      ...options,
    });
    pools.push(pool);
    return client;
  }

  afterEach(async () => {
    await Promise.all(pools.splice(0).map(pool => pool.close()));
    await server.close();
  });

  it.each([
    [
      'an expired certificate',
      testCertificates.expired,
      /certificate has expired/,
      'Renew the certificate of the API server.',
    ],
    [
      'a certificate of another host',
      testCertificates.elsewhere,
      /127\.0\.0\.1 is not in the cert/,
      'Use an address that the certificate names, or set tls-server-name in the kubeconfig.',
    ],
  ])(
    'is refused with %s, and nothing is sent',
    async (_, identity, why, remedy) => {
      const client = await start(
        () => ({}),
        { caData: identity.cert },
        identity,
      );
      await expect(client.request(WRITE)).rejects.toMatchObject({
        code: 'CLUSTER_TLS',
        message: expect.stringMatching(why),
        remedy,
        retryable: false,
        details: { executed: 'no' },
      });
      expect(server.seen).toHaveLength(0);
    },
  );

  it('is answered all the same when its certificate is not to be checked', async () => {
    const client = await start(
      () => ({ ok: true }),
      { caData: undefined, skipTlsVerify: true },
      testCertificates.expired,
    );
    const { body } = await client.request({ path: '/x' });
    expect(body).toEqual({ ok: true });
  });

  it('says that credentials ran out in the middle, and does not go on trying', async () => {
    const client = await start((_, response) =>
      server.seen.length === 1
        ? { ok: true }
        : refuse(response, 401, { reason: 'Unauthorized', message: 'expired' }),
    );
    await client.request({ path: '/x' });
    await expect(client.request(WRITE)).rejects.toMatchObject({
      code: 'CLUSTER_UNAUTHORIZED',
      retryable: false,
    });
    expect(server.seen).toHaveLength(2);
  });

  it('names verb and resource when a right is taken away in the middle', async () => {
    const client = await start((_, response) =>
      server.seen.length === 1
        ? { ok: true }
        : refuse(response, 403, {
            reason: 'Forbidden',
            message:
              'deployments.apps "web" is forbidden: User "jane" cannot patch resource "deployments" in API group "apps" in the namespace "shop"',
          }),
    );
    await client.request({ path: '/x' });
    await expect(
      client.request({
        method: 'PATCH',
        path: '/apis/apps/v1/namespaces/shop/deployments/web',
        body: {},
      }),
    ).rejects.toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      message: expect.stringMatching(/patch.*deployments.*shop/),
      retryable: false,
    });
  });

  it('is left alone when it asks for a longer wait than a request may take', async () => {
    const client = await start((_, response) =>
      refuse(response, 429, {}, { 'Retry-After': '120' }),
    );
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_THROTTLED',
      retryable: true,
    });
    expect(server.seen).toHaveLength(1);
  });

  it('is given up when it is still throttling after the waits that it asked for', async () => {
    const client = await start((_, response) =>
      refuse(response, 429, {}, { 'Retry-After': '0' }),
    );
    await expect(client.request(WRITE)).rejects.toMatchObject({
      code: 'CLUSTER_THROTTLED',
      retryable: true,
    });
    expect(server.seen).toHaveLength(5);
  });

  it('is not waited for when it begins an answer and stops', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.write('{"items":[');
    });
    await expect(
      client.request({ path: '/x', timeoutMs: 100 }),
    ).rejects.toMatchObject({ code: 'CLUSTER_TIMEOUT', retryable: true });
  });

  it('leaves open whether a write happened whose answer broke off', async () => {
    const client = await start((_, response) => {
      response.writeHead(201, {
        'Content-Type': 'application/json',
        'Content-Length': '1000',
      });
      response.write('{"kind":');
      setTimeout(() => response.destroy(), 10);
    });
    await expect(client.request(WRITE)).rejects.toMatchObject({
      code: 'CLUSTER_UNREACHABLE',
      details: { executed: 'unknown' },
    });
    expect(server.seen).toHaveLength(1);
  });

  it('is not believed when its JSON ends too early', async () => {
    const client = await start((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end('{"items":[');
    });
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'KUBERNETES_SERVER_ERROR',
      message: expect.stringContaining('JSON that cannot be read'),
    });
  });

  it('is called gone once its source does not name it any more', async () => {
    const client = await start(() => undefined);
    const pending = client.request(WRITE).catch(error => error);
    while (server.seen.length === 0) {
      await new Promise(setImmediate);
    }
    await pools[0].close();
    expect(await pending).toMatchObject({
      code: 'CLUSTER_UNKNOWN',
      details: { executed: 'unknown' },
    });
    await expect(client.request({ path: '/x' })).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN',
      message: expect.stringContaining('is gone'),
      details: { executed: 'no' },
    });
  });
});
