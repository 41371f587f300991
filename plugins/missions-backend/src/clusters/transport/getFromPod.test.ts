import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { createTestClient } from '../testing/createTestClient';
import {
  refuse,
  startApiServer,
  type TestApiServer,
} from '../testing/startApiServer';
import type { ConnectionPool } from './ConnectionPool';

const POD = { namespace: 'shop', pod: 'web', port: 8080, path: '/healthz?a=1' };

describe('getFromPod', () => {
  let simulator: Simulator;
  let server: TestApiServer | undefined;
  const pools: ConnectionPool[] = [];

  beforeAll(async () => {
    simulator = await createSimulator({
      name: 'test',
      speed: 50,
      tokens: { reader: { user: 'reader', groups: ['system:authenticated'] } },
      objects: [
        {
          apiVersion: 'v1',
          kind: 'Namespace',
          metadata: { name: 'shop' },
        },
        {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'default', namespace: 'shop' },
        },
        {
          apiVersion: 'v1',
          kind: 'Node',
          metadata: { name: 'node-1' },
          status: {
            capacity: { cpu: '8', memory: '32Gi', pods: '110' },
            allocatable: { cpu: '8', memory: '32Gi', pods: '110' },
          },
        },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRole',
          metadata: { name: 'reader' },
          rules: [
            { apiGroups: [''], resources: ['*'], verbs: ['get', 'list'] },
          ],
        },
        {
          apiVersion: 'rbac.authorization.k8s.io/v1',
          kind: 'ClusterRoleBinding',
          metadata: { name: 'reader' },
          roleRef: {
            apiGroup: 'rbac.authorization.k8s.io',
            kind: 'ClusterRole',
            name: 'reader',
          },
          subjects: [
            {
              apiGroup: 'rbac.authorization.k8s.io',
              kind: 'User',
              name: 'reader',
            },
          ],
        },
        {
          apiVersion: 'v1',
          kind: 'Pod',
          metadata: { name: 'web', namespace: 'shop' },
          spec: {
            containers: [
              {
                name: 'web',
                image: 'example/web:1',
                ports: [{ containerPort: 8080 }],
              },
            ],
          },
        },
      ],
    });
    const { client } = connect();
    for (;;) {
      const { body } = await client.request({
        path: '/api/v1/namespaces/shop/pods/web',
      });
      const ready = body.status?.conditions?.find(
        (item: { type: string }) => item.type === 'Ready',
      );
      if (ready?.status === 'True') {
        break;
      }
      await new Promise(resolve => {
        setTimeout(resolve, 20);
      });
    }
  });

  afterEach(async () => {
    await Promise.all(pools.splice(0).map(pool => pool.close()));
    await server?.close();
    server = undefined;
  });

  afterAll(() => simulator?.stop());

  function connect(options: Partial<ClusterConnection> = {}) {
    const made = createTestClient({
      name: 'test',
      server: simulator.server,
      caData: simulator.ca,
      auth: { kind: 'token', token: simulator.adminToken },
      ...options,
    });
    pools.push(made.pool);
    return made;
  }

  it('asks the pod over the connection of the cluster', async () => {
    const { client } = connect();
    const { status, body } = await client.getFromPod(POD);
    expect(status).toBe(200);
    expect(JSON.parse(body)).toMatchObject({
      service: 'web',
      path: '/healthz',
    });
  });

  it('asks many times at once and one after another', async () => {
    const { client } = connect();
    for (let i = 0; i < 3; i += 1) {
      const answers = await Promise.all(
        Array.from({ length: 10 }, () => client.getFromPod(POD)),
      );
      expect(answers.map(answer => answer.status)).toEqual(Array(10).fill(200));
    }
  });

  it('says what the kubelet says when the port does not listen', async () => {
    const { client } = connect();
    await expect(
      client.getFromPod({ ...POD, port: 9999 }),
    ).rejects.toMatchObject({
      code: 'HTTP_FAILED',
      message: expect.stringMatching(
        /^Port 9999 of pod shop\/web gives no answer: .*connection refused/,
      ),
    });
  });

  it('names verb and resource that are not allowed', async () => {
    const { client } = connect({ auth: { kind: 'token', token: 'reader' } });
    await expect(client.getFromPod(POD)).rejects.toMatchObject({
      code: 'CLUSTER_FORBIDDEN',
      message: expect.stringMatching(/create.*pods\/portforward/),
    });
  });

  it('says that a pod is not there', async () => {
    const { client } = connect();
    await expect(
      client.getFromPod({ ...POD, pod: 'gone' }),
    ).rejects.toMatchObject({ code: 'KUBERNETES_NOT_FOUND' });
  });

  it('says that the credentials are refused', async () => {
    const { client } = connect({ auth: { kind: 'token', token: 'old' } });
    await expect(client.getFromPod(POD)).rejects.toMatchObject({
      code: 'CLUSTER_UNAUTHORIZED',
    });
  });

  it('ends after its time when the API server hangs, and closes the connection', async () => {
    server = await startApiServer(() => undefined);
    const { client } = connect({ ...server.connection });
    await expect(
      client.getFromPod({ ...POD, timeoutMs: 50 }),
    ).rejects.toMatchObject({ code: 'CLUSTER_TIMEOUT' });
  });

  it('throws the reason of an aborted signal', async () => {
    server = await startApiServer(() => undefined);
    const { client } = connect({ ...server.connection });
    const controller = new AbortController();
    const reason = new Error('lease lost');
    const pending = client.getFromPod({ ...POD, signal: controller.signal });
    setTimeout(() => controller.abort(reason), 20);
    await expect(pending).rejects.toBe(reason);
  });

  it('is told by an API server that does not want to', async () => {
    server = await startApiServer((_, response) =>
      refuse(response, 400, { message: 'Upgrade request required' }),
    );
    const { client } = connect({ ...server.connection });
    await expect(client.getFromPod(POD)).rejects.toThrow(
      'Upgrade request required',
    );
    expect(server.seen[0].headers).toMatchObject({
      upgrade: 'websocket',
      authorization: 'Bearer secret-token',
      'user-agent': 'mission-control/1.2.3',
      'sec-websocket-protocol': 'v4.channel.k8s.io',
    });
    expect(server.seen[0].query.toString()).toBe('ports=8080');
  });
});
