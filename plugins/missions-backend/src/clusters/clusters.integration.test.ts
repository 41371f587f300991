import { mockServices } from '@backstage/backend-test-utils';
import { isMissionError } from '@mission-control/plugin-missions-common';
import type {
  ClusterProvider,
  WatchEvent,
} from '@mission-control/plugin-missions-node';
import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import { randomBytes } from 'node:crypto';
import { kubeconfigProvider } from './providers';
import { DefaultClusterRegistry, type RegisteredCluster } from './registry';

/** Kubeconfig of a real API server; .ci/run and `npm test` set it. */
const KUBECONFIG = process.env.MISSIONS_TEST_KUBECONFIG;
const TEST_TIMEOUT_MS = 60_000;

interface Started {
  readonly name: string;
  readonly provider: ClusterProvider;
  stop(): Promise<void>;
}

const startSimulator = async (): Promise<Started> => {
  const simulator = await createSimulator({ name: 'sim', speed: 20 });
  return {
    name: 'sim',
    provider: {
      id: 'demo',
      clusters: async () => [
        {
          name: 'sim',
          demo: true,
          writable: true,
          identity: 'demo-admin',
          server: simulator.server,
          caData: simulator.caData,
          auth: { kind: 'token', token: simulator.adminToken },
        },
      ],
      reset: () => simulator.reset(),
    },
    stop: () => simulator.stop(),
  };
};

const startReal = async (): Promise<Started> => {
  const provider = kubeconfigProvider({
    logger: mockServices.logger.mock(),
    config: mockServices.rootConfig({
      data: { missions: { kubeconfig: { path: KUBECONFIG } } },
    }),
  });
  const [first] = await provider.clusters();
  return { name: first.name, provider, stop: async () => {} };
};

const servers: [string, () => Promise<Started>][] = [
  ['the simulator', startSimulator],
];
if (KUBECONFIG) {
  servers.push(['a real API server', startReal]);
}

describe('real API server', () => {
  it('is there where everything has to run', () => {
    // Elsewhere `npm test` names what could not run.
    const missing =
      process.env.CI === 'true' && !KUBECONFIG
        ? 'MISSIONS_TEST_KUBECONFIG is not set: no real API server to test against'
        : undefined;
    expect(missing).toBeUndefined();
  });
});

describe.each(servers)('clusters on %s', (_, start) => {
  let started: Started;
  let registry: DefaultClusterRegistry;
  let cluster: RegisteredCluster;
  const namespace = `clusters-${randomBytes(4).toString('hex')}`;
  const configMaps = `/api/v1/namespaces/${namespace}/configmaps`;

  beforeAll(async () => {
    started = await start();
    registry = DefaultClusterRegistry.create({
      config: mockServices.rootConfig({
        data: { missions: { clusters: [{ name: '*', writable: true }] } },
      }),
      logger: mockServices.logger.mock(),
      providers: [started.provider],
      version: '1.2.3',
      environment: {},
    });
    cluster = await registry.get(started.name);
    await cluster.client.request({
      method: 'POST',
      path: '/api/v1/namespaces',
      body: {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: namespace },
      },
    });
  }, TEST_TIMEOUT_MS);

  afterAll(async () => {
    try {
      await cluster?.client.request({
        method: 'DELETE',
        path: `/api/v1/namespaces/${namespace}`,
      });
    } finally {
      await registry?.close();
      await started?.stop();
    }
  }, TEST_TIMEOUT_MS);

  const apply = (name: string, data: Record<string, string>, manager: string) =>
    cluster.client.request({
      method: 'PATCH',
      path: `${configMaps}/${name}`,
      query: { fieldManager: manager, force: false, fieldValidation: 'Strict' },
      contentType: 'application/apply-patch+yaml',
      body: {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name, namespace },
        data,
      },
    });

  it('shows version, identity and the pinned UID', async () => {
    const status = await registry.status(started.name);
    expect(status).toMatchObject({ reachable: true, writable: true });
    expect(status.problem).toBeUndefined();
    expect(status.version).toMatch(/^v1\.\d+/);
    expect(status.uid).toMatch(/^[0-9a-f-]{36}$/);
    expect(status.identity).not.toBe('unknown');
    expect(status.uid).toBe(await cluster.client.uid());
  });

  it('tells created from changed, and a field conflict with its owner', async () => {
    expect((await apply('a', { key: '1' }, 'one')).status).toBe(201);
    expect((await apply('a', { key: '1' }, 'one')).status).toBe(200);
    await expect(apply('a', { key: '2' }, 'two')).rejects.toMatchObject({
      code: 'KUBERNETES_CONFLICT',
      retryable: false,
      details: {
        conflict: 'fields',
        conflicts: [{ manager: 'one', field: '.data.key' }],
      },
    });
  });

  it('tells an absent object, an absent API and a failed precondition apart', async () => {
    const { client } = cluster;
    await expect(
      client.request({ path: `${configMaps}/absent` }),
    ).rejects.toMatchObject({ code: 'KUBERNETES_NOT_FOUND' });
    await expect(
      client.request({ path: '/apis/absent.dev/v1/things' }),
    ).rejects.toMatchObject({ code: 'KUBERNETES_API_ABSENT' });
    await expect(
      client.resource('absent.dev/v1', 'Thing'),
    ).rejects.toMatchObject({ code: 'KUBERNETES_API_ABSENT' });
    const { body } = await apply('b', {}, 'one');
    await expect(
      client.request({
        method: 'PUT',
        path: `${configMaps}/b`,
        body: { ...body, metadata: { ...body.metadata, resourceVersion: '1' } },
      }),
    ).rejects.toMatchObject({
      code: 'KUBERNETES_CONFLICT',
      details: { conflict: 'precondition' },
    });
  });

  it('names the field of an invalid object and never repeats the request', async () => {
    const error = await cluster.client
      .request({
        method: 'POST',
        path: configMaps,
        query: { dryRun: 'All', fieldValidation: 'Strict' },
        body: {
          apiVersion: 'v1',
          kind: 'ConfigMap',
          metadata: { name: 'Not A Name' },
        },
      })
      .catch(e => e);
    expect(isMissionError(error) && error.code).toBe('KUBERNETES_INVALID');
    expect(error.message).toContain('metadata.name');
  });

  it('discovers resources with their scope and subresources', async () => {
    await expect(
      cluster.client.resource('apps/v1', 'Deployment'),
    ).resolves.toMatchObject({
      resource: 'deployments',
      namespaced: true,
      subresources: expect.arrayContaining(['status', 'scale']),
    });
    const { items, incomplete } = await cluster.client.resources();
    expect(incomplete).toEqual([]);
    expect(items.map(item => item.kind)).toEqual(
      expect.arrayContaining(['Pod', 'Namespace', 'Deployment']),
    );
  });

  it('lists in pages and watches what comes after', async () => {
    for (const name of ['p1', 'p2', 'p3']) {
      await apply(name, {}, 'one');
    }
    const { items, resourceVersion } = await cluster.client.list(configMaps, {
      limit: 1,
    });
    expect(items.length).toBeGreaterThanOrEqual(3);
    expect(items[0]).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap' });

    const controller = new AbortController();
    const events: WatchEvent[] = [];
    const watching = (async () => {
      for await (const event of cluster.client.watch(configMaps, {
        resourceVersion,
        signal: controller.signal,
      })) {
        if (event.type !== 'BOOKMARK') {
          events.push(event);
          break;
        }
      }
    })();
    await apply('later', {}, 'one');
    await watching;
    expect(events).toMatchObject([
      { type: 'ADDED', object: { metadata: { name: 'later' } } },
    ]);
  });

  it('keeps missions out of kube-system', async () => {
    await expect(
      cluster.client.request({
        method: 'DELETE',
        path: '/api/v1/namespaces/kube-system/configmaps/x',
      }),
    ).rejects.toMatchObject({ code: 'NAMESPACE_DENIED' });
  });
});
