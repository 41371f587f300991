import { ConfigReader } from '@backstage/config';
import { isMissionError } from '@mission-control/plugin-missions-common';
import {
  guardWrites,
  type ClusterProvider,
  type ClusterRequest,
  type WatchEvent,
} from '@mission-control/plugin-missions-node';
import { createSimulator } from '@mission-control/plugin-missions-backend-module-demo';
import { randomBytes } from 'node:crypto';
import { mockLogger } from '../__testUtils__/mockLogger';
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
    logger: mockLogger(),
    config: new ConfigReader({
      missions: { kubeconfig: { path: KUBECONFIG } },
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
      config: new ConfigReader({
        missions: { clusters: [{ name: '*', writable: true }] },
      }),
      logger: mockLogger(),
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

  describe('what pretends to change nothing', () => {
    const accounts = `/api/v1/namespaces/${namespace}/serviceaccounts`;
    const post = { method: 'POST' } as const;
    const dryRun = { dryRun: 'All' };
    const token = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: {},
    };
    const newMap = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'sneaked-in', namespace },
    };
    const ways: [string, ClusterRequest][] = [
      [
        'a dry run in the prototype of a query',
        {
          ...post,
          path: configMaps,
          query: Object.create(dryRun),
          body: newMap,
        },
      ],
      [
        'a dry run of many values',
        {
          ...post,
          path: configMaps,
          query: { dryRun: ['All'] as unknown as string },
          body: newMap,
        },
      ],
      [
        'a dry run of a deletion whose options say none',
        {
          method: 'DELETE',
          path: `${configMaps}/kept`,
          query: dryRun,
          body: { apiVersion: 'v1', kind: 'DeleteOptions' },
        },
      ],
      [
        'a token by a dry run',
        { ...post, path: `${accounts}/kept/token`, query: dryRun, body: token },
      ],
      [
        'a path whose slashes are encoded',
        {
          method: 'DELETE',
          path: `/api/v1/namespaces/${namespace}%2Fconfigmaps%2Fkept`,
        },
      ],
    ];
    let readOnly: DefaultClusterRegistry;
    let reading: RegisteredCluster;

    beforeAll(async () => {
      readOnly = DefaultClusterRegistry.create({
        config: new ConfigReader({
          missions: { clusters: [{ name: '*', writable: false }] },
        }),
        logger: mockLogger(),
        providers: [started.provider],
        version: '1.2.3',
        environment: {},
      });
      reading = await readOnly.get(started.name);
      await apply('kept', { key: 'kept' }, 'one');
      await cluster.client.request({
        ...post,
        path: accounts,
        body: {
          apiVersion: 'v1',
          kind: 'ServiceAccount',
          metadata: { name: 'kept', namespace },
        },
      });
    });

    afterAll(() => readOnly?.close());

    it.each(ways)('is refused on a read-only cluster: %s', async (...way) => {
      await expect(reading.client.request(way[1])).rejects.toMatchObject({
        code: expect.stringMatching(/^(CLUSTER_READ_ONLY|INPUT_INVALID)$/),
      });
    });

    it.each(ways)(
      'is refused where nothing is declared: %s',
      async (...way) => {
        const guarded = guardWrites(cluster.client, { who: 'Check' });
        await expect(guarded.request(way[1])).rejects.toMatchObject({
          code: expect.stringMatching(/^(WRITE_NOT_DECLARED|INPUT_INVALID)$/),
        });
      },
    );

    it('has left everything as it was', async () => {
      const { items } = await cluster.client.list(configMaps);
      const names = items.map(({ metadata }) => metadata?.name);
      expect(names).toContain('kept');
      expect(names).not.toContain('sneaked-in');
    });

    it('may still be asked: a dry run of a deletion that both say deletes nothing', async () => {
      await reading.client.request({
        method: 'DELETE',
        path: `${configMaps}/kept`,
        query: dryRun,
        body: { apiVersion: 'v1', kind: 'DeleteOptions', dryRun: ['All'] },
      });
      const { body } = await reading.client.request({
        path: `${configMaps}/kept`,
      });
      expect(body.data).toEqual({ key: 'kept' });
    });
  });
});
