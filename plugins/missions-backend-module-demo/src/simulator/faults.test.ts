import { createApiClient } from '../conformance/client';
import { createSimulator, Simulator } from './simulator';

describe('faults', () => {
  let simulator: Simulator;
  let client: ReturnType<typeof createApiClient>;
  const path = '/api/v1/namespaces/default/configmaps';

  beforeAll(async () => {
    simulator = await createSimulator({ name: 'faulty', speed: 50 });
    client = createApiClient({ ...simulator, token: simulator.adminToken });
  });
  afterEach(() => simulator.faults.set());
  afterAll(async () => {
    client.close();
    await simulator.stop();
  });

  it('answers 429 with Retry-After as often as it is told', async () => {
    simulator.faults.set({
      kind: 'tooManyRequests',
      retryAfterSeconds: 3,
      times: 1,
    });
    const first = await client.request('GET', path);
    const second = await client.request('GET', path);
    expect([first.status, first.headers['retry-after'], second.status]).toEqual(
      [429, '3', 200],
    );
  });

  it.each([
    ['internalError', 500],
    ['unauthorized', 401],
    ['forbidden', 403],
  ] as const)('answers %s with %s', async (kind, status) => {
    simulator.faults.set({ kind });
    expect((await client.request('GET', path)).status).toBe(status);
  });

  it('meets only the verb and resource it names', async () => {
    simulator.faults.set({
      kind: 'forbidden',
      verb: 'create',
      resource: 'configmaps',
    });
    const created = await client.request('POST', path, {
      body: { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    });
    expect([
      created.status,
      (await client.request('GET', path)).status,
    ]).toEqual([403, 200]);
  });

  it.each(['reset', 'truncated'] as const)(
    'breaks the connection by %s',
    async kind => {
      simulator.faults.set({ kind });
      await expect(client.request('GET', path)).rejects.toThrow(
        /hang up|aborted|ECONNRESET/,
      );
    },
  );

  it('waits by latency', async () => {
    simulator.faults.set({ kind: 'latency', milliseconds: 80 });
    const start = Date.now();
    await client.request('GET', path);
    expect(Date.now() - start).toBeGreaterThanOrEqual(75);
  });

  it('refuses an unknown token with 401', async () => {
    const stranger = createApiClient({ ...simulator, token: 'nobody' });
    expect((await stranger.request('GET', path)).status).toBe(401);
    stranger.close();
  });

  it('answers 501 visibly to what is not simulated', async () => {
    const answer = await client.request(
      'GET',
      '/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations',
    );
    expect(answer).toMatchObject({
      status: 501,
      body: { kind: 'Status', reason: 'NotImplemented' },
    });
  });

  it('answers 410 to a watch that starts before what is remembered', async () => {
    const { body } = await client.request('GET', path);
    await client.request('POST', path, {
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'later' },
      },
    });
    simulator.compact();
    const query = {
      watch: true,
      resourceVersion: body.metadata.resourceVersion,
    };
    const answer = await client.request('GET', path, { query });
    expect(answer.body).toMatchObject({
      type: 'ERROR',
      object: { code: 410, reason: 'Expired' },
    });
  });
});
