import { ConfigReader } from '@backstage/config';
import type {
  ClusterConnection,
  ClusterProvider,
} from '@mission-control/plugin-missions-node';
import { mockLogger } from '../../__testUtils__/mockLogger';
import {
  refuse,
  startApiServer,
  type Handler,
  type TestApiServer,
} from '../testing/startApiServer';
import { DefaultClusterRegistry } from './DefaultClusterRegistry';

const apiServer: Handler = ({ path }, response) => {
  switch (path) {
    case '/version':
      return { gitVersion: 'v1.36.3', major: '1', minor: '36' };
    case '/api/v1/namespaces/kube-system':
      return { metadata: { uid: 'uid-1' } };
    case '/apis/authentication.k8s.io/v1/selfsubjectreviews':
      return { status: { userInfo: { username: 'jane' } } };
    default:
      return refuse(response, 404, {});
  }
};

const offline = (name: string): ClusterConnection => ({
  name,
  server: 'https://127.0.0.1:1',
  auth: { kind: 'none' },
});

const provider = (
  id: string,
  clusters: () => ClusterConnection[],
  reset?: ClusterProvider['reset'],
): ClusterProvider => ({ id, clusters: async () => clusters(), reset });

describe('DefaultClusterRegistry', () => {
  const registries: DefaultClusterRegistry[] = [];
  let server: TestApiServer | undefined;

  const create = (
    providers: ClusterProvider[],
    missions = {},
    now?: () => number,
  ) => {
    const registry = DefaultClusterRegistry.create({
      config: new ConfigReader({ missions }),
      logger: mockLogger(),
      providers,
      version: '1.2.3',
      environment: {},
      now,
    });
    registries.push(registry);
    return registry;
  };

  afterEach(async () => {
    await Promise.all(registries.splice(0).map(registry => registry.close()));
    await server?.close();
    server = undefined;
  });

  it('shows a cluster that answers, with identity and what is allowed', async () => {
    server = await startApiServer(apiServer);
    const { connection } = server;
    const registry = create([provider('p', () => [connection])], {
      clusters: [
        {
          name: 'te*',
          title: 'Test',
          environment: 'staging',
          writable: true,
          namespaces: { allow: ['team-*'] },
        },
      ],
    });

    const status = await registry.status('test');
    expect(status).toMatchObject({
      name: 'test',
      title: 'Test',
      environment: 'staging',
      provider: 'p',
      version: 'v1.36.3',
      uid: 'uid-1',
      reachable: true,
      identity: 'jane',
      writable: true,
      allowedNamespaces: ['team-*'],
      unattended: true,
      canReset: false,
    });
    expect(status.latencyMs).toBeGreaterThan(0);
    expect(status.deniedNamespaces).toContain('kube-system');
    expect((await registry.get('test')).client.identity).toBe('jane');
  });

  it('answers from memory until the answer is old or a refresh is asked for', async () => {
    server = await startApiServer(apiServer);
    const { connection, seen } = server;
    let time = 0;
    const registry = create(
      [provider('p', () => [connection])],
      {},
      () => time,
    );
    await Promise.all([registry.status('test'), registry.status('test')]);
    expect(seen).toHaveLength(3);
    await registry.status('test', { refresh: true });
    expect(seen).toHaveLength(6);
    time = 31_000;
    await registry.status('test');
    expect(seen).toHaveLength(9);
  });

  it('says why a cluster cannot be used', async () => {
    server = await startApiServer(({ path }, response) =>
      path === '/version'
        ? { gitVersion: 'v1.36.3' }
        : refuse(response, 403, {
            message:
              'namespaces "kube-system" is forbidden: User "jane" cannot get resource "namespaces" in API group "" in the namespace "kube-system"',
          }),
    );
    const { connection } = server;
    const registry = create([
      provider('p', () => [
        connection,
        offline('gone'),
        { ...offline('user'), notUnattended: 'needs a user' },
      ]),
    ]);
    expect(await registry.statuses()).toMatchObject([
      {
        name: 'gone',
        reachable: false,
        writable: false,
        problem: { code: 'CLUSTER_UNREACHABLE' },
      },
      {
        name: 'test',
        reachable: true,
        version: 'v1.36.3',
        problem: { code: 'CLUSTER_FORBIDDEN' },
      },
      {
        name: 'user',
        reachable: false,
        unattended: false,
        unattendedReason: 'needs a user',
        problem: { code: 'CLUSTER_NOT_UNATTENDED' },
      },
    ]);
    await expect(registry.usable('user')).rejects.toMatchObject({
      code: 'CLUSTER_NOT_UNATTENDED',
    });
  });

  it('keeps the clusters of other providers when one breaks, and its own ones too', async () => {
    let broken = false;
    const registry = create([
      provider('a', () => {
        if (broken) {
          throw new Error('file is gone');
        }
        return [offline('one')];
      }),
      provider('b', () => [offline('two')]),
    ]);
    const names = async () =>
      (await registry.list()).map(cluster => cluster.connection.name);
    expect(await names()).toEqual(['one', 'two']);
    broken = true;
    expect(await names()).toEqual(['one', 'two']);
    expect(await registry.problems()).toEqual([
      {
        provider: 'a',
        message: 'file is gone',
        remedy: expect.stringContaining('as it last said'),
      },
    ]);
  });

  it('passes on what a provider left out, and no more of an error than its first line', async () => {
    const told = {
      place: 'kubernetes.clusterLocatorMethods[0]',
      message: "type 'gke' is not supported",
      remedy: 'Use another type.',
    };
    const registry = create([
      { ...provider('a', () => [offline('one')]), problems: () => [told] },
      provider('b', () => {
        throw new Error('not YAML at line 3:\n  token: t0p-secret\n');
      }),
    ]);
    expect(await registry.problems()).toEqual([
      {
        provider: 'b',
        message: 'not YAML at line 3:',
        remedy: expect.any(String),
      },
      { provider: 'a', ...told },
    ]);
  });

  it('leaves out duplicates and malformed clusters, and says so', async () => {
    const registry = create([
      provider('a', () => [offline('one')]),
      provider('b', () => [
        offline('one'),
        { ...offline('plain'), server: 'http://cluster.example' },
        { ...offline('secret'), server: 'https://u:p@cluster.example' },
        offline('Bad_Name'),
      ]),
    ]);
    const list = await registry.list();
    expect(list.map(cluster => cluster.provider)).toEqual(['a']);
    const problems = (await registry.problems()).map(entry => entry.message);
    expect(problems).toEqual([
      expect.stringContaining('another source'),
      expect.stringContaining('https://'),
      expect.stringContaining('credentials'),
      expect.stringContaining('name'),
    ]);
    expect(JSON.stringify(problems)).not.toContain('u:p');
  });

  it('logs a malformed name with what cannot be seen written out', async () => {
    const logger = mockLogger();
    const registry = DefaultClusterRegistry.create({
      config: new ConfigReader({}),
      logger,
      providers: [provider('p', () => [offline('evil\u202ename')])],
      version: '1.2.3',
      environment: {},
    });
    registries.push(registry);
    await registry.list();
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining("cluster 'evil\\u{202e}name': its name must be"),
    );
  });

  it('keeps one client while the connection stays and makes a new one when it changes', async () => {
    let port = 1;
    const registry = create([
      provider('p', () => [
        { ...offline('one'), server: `https://127.0.0.1:${port}` },
      ]),
    ]);
    const { client } = await registry.get('one');
    expect((await registry.get('one')).client).toBe(client);
    port = 2;
    expect((await registry.get('one')).client).not.toBe(client);
  });

  it('lets those who hold the old client finish when the connection changes', async () => {
    server = await startApiServer(apiServer);
    let { connection } = server;
    const registry = create([provider('p', () => [connection])]);
    const { client } = await registry.get('test');
    connection = { ...connection, title: 'Renamed' };
    const replaced = await registry.get('test');
    expect(replaced.connection.title).toBe('Renamed');
    await expect(client.uid()).resolves.toBe('uid-1');
  });

  it('warns of a certificate that is not checked, and uses the cluster', async () => {
    server = await startApiServer(apiServer);
    const connection = {
      ...server.connection,
      caData: undefined,
      skipTlsVerify: true,
    };
    const registry = create([provider('p', () => [connection])]);
    await expect(registry.status('test')).resolves.toMatchObject({
      reachable: true,
      version: 'v1.36.3',
      problem: {
        code: 'CLUSTER_TLS',
        message: expect.stringContaining('skipTLSVerify'),
      },
    });
  });

  it('says why nobody tells as whom it acts, and what helps', async () => {
    server = await startApiServer((request, response) =>
      request.path.endsWith('/selfsubjectreviews')
        ? refuse(response, 404, { message: 'not served' })
        : apiServer(request, response),
    );
    const { connection } = server;
    const registry = create([
      provider('p', () => [
        connection,
        { ...connection, name: 'told', identity: 'whoever started the proxy' },
      ]),
    ]);
    const [unsaid, told] = await registry.statuses();
    expect(unsaid).toMatchObject({
      reachable: true,
      uid: 'uid-1',
      identity: 'unknown',
      problem: {
        message: expect.stringContaining('SelfSubjectReview'),
        remedy: expect.stringContaining('system:basic-user'),
      },
    });
    expect(told.identity).toBe('whoever started the proxy');
    expect(told.problem).toBeUndefined();
  });

  it('does not say that a cluster answers which was never asked', async () => {
    server = await startApiServer((_, response) => refuse(response, 401, {}));
    const { connection } = server;
    const registry = create([
      provider('p', () => [
        { ...offline('unasked'), auth: { kind: 'tokenFile', path: '/none' } },
        { ...connection, name: 'refusing' },
      ]),
    ]);
    expect(await registry.statuses()).toMatchObject([
      {
        name: 'refusing',
        reachable: true,
        problem: { code: 'CLUSTER_UNAUTHORIZED' },
      },
      {
        name: 'unasked',
        reachable: false,
        problem: { code: 'CLUSTER_UNAUTHORIZED' },
      },
    ]);
  });

  it('has only the cluster compared that somebody asks for', async () => {
    const compared: string[] = [];
    const seen = (name: string): ClusterConnection => ({
      ...offline(name),
      get title() {
        compared.push(name);
        return name;
      },
    });
    const registry = create([
      provider('first', () => [seen('one'), seen('two')]),
      provider('second', () => [
        { ...offline('two'), title: 'Another' },
        seen('three'),
      ]),
    ]);
    expect((await registry.get('two')).connection.title).toBe('two');
    expect(new Set(compared)).toEqual(new Set(['two']));
    expect((await registry.get('three')).connection.title).toBe('three');
    expect(new Set(compared)).toEqual(new Set(['two', 'three']));
  });

  it('forgets a cluster that its provider no longer has', async () => {
    let clusters = [offline('one')];
    const registry = create([provider('p', () => clusters)]);
    await registry.get('one');
    clusters = [];
    await expect(registry.get('one')).rejects.toMatchObject({
      code: 'CLUSTER_UNKNOWN',
    });
  });

  it('refuses writes of its clients on a read-only cluster before they leave', async () => {
    server = await startApiServer(apiServer);
    const { connection, seen } = server;
    const registry = create([provider('p', () => [connection])]);
    const { client } = await registry.get('test');
    const run = client.forRun({ runId: 'r', missionName: 'm' });
    for (const each of [client, run]) {
      await expect(
        each.request({ method: 'POST', path: '/api/v1/namespaces/a/pods' }),
      ).rejects.toMatchObject({ code: 'CLUSTER_READ_ONLY' });
    }
    expect(seen).toHaveLength(0);
  });

  it('resets demo clusters only', async () => {
    const reset = jest.fn(async () => {});
    const registry = create([
      provider('demo', () => [{ ...offline('d'), demo: true }], reset),
      provider('real', () => [offline('r')], reset),
    ]);
    await registry.reset('d');
    expect(reset).toHaveBeenCalledTimes(1);
    expect(reset).toHaveBeenCalledWith('d');
    await expect(registry.reset('r')).rejects.toMatchObject({
      code: 'STATE_REFUSED',
      remedy: expect.stringContaining('Only simulated clusters can be reset'),
    });
    expect(reset).toHaveBeenCalledTimes(1);
  });

  it('seeds demo clusters only, and says what was refused', async () => {
    const object = { apiVersion: 'v1', kind: 'Namespace' };
    const seed = jest.fn(async (name: string, objects: readonly object[]) => {
      if (name === 'broken') {
        throw new Error('its disk is full');
      }
      return objects.map(each => ({ object: each, reason: `not on ${name}` }));
    });
    const registry = create([
      {
        ...provider('p', () => [
          { ...offline('dev'), demo: true },
          { ...offline('broken'), demo: true },
          { ...offline('real'), demo: false },
          offline('other'),
        ]),
        seed,
      },
      provider('q', () => [{ ...offline('unseeded'), demo: true }]),
    ]);
    expect(await registry.seedDemo(() => [object])).toEqual([
      { cluster: 'dev', object, reason: 'not on dev' },
      { cluster: 'broken', reason: 'its disk is full' },
    ]);
    expect(seed.mock.calls.map(([name]) => name)).toEqual(['dev', 'broken']);
  });
});
