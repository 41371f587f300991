import {
  MissionError,
  type Cluster,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { saveMission } from '../../__testUtils__/saveMission';
import type { ClusterRegistry } from '../../clusters';
import { createGuard } from '../../clusters/guards';
import { Registry } from '../../registry';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import {
  createSetAction,
  equalsCheck,
} from '../../worker/__testUtils__/memoryActions';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { RunCreator } from '../runs';
import { DefaultPreflightService } from './DefaultPreflightService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials();

/** What the registry tells of a cluster besides, by its name. */
const told = new Map<string, Partial<Cluster>>();

/** Clusters in memory as the registry shows them; an unreachable one has a problem. */
function registryOf(clusters: readonly MemoryCluster[]): ClusterRegistry {
  const registered = (cluster: MemoryCluster) => ({
    connection: {
      name: cluster.ref.name,
      notUnattended: cluster.ref.name === 'manual' ? 'It asks you' : undefined,
    },
    guard: createGuard({
      connection: {
        name: cluster.ref.name,
        server: 'https://one',
        auth: { kind: 'none' },
        environment: 'test',
        demo: true,
        writable: true,
      },
      portal: {},
    }),
    client: cluster.connect().client,
  });
  const find = (name: string) => {
    const found = clusters.find(cluster => cluster.ref.name === name);
    if (!found) {
      throw new MissionError('CLUSTER_UNKNOWN', `No cluster '${name}'`);
    }
    return found;
  };
  return {
    list: async () => clusters.map(registered),
    get: async (name: string) => registered(find(name)),
    usable: async (name: string) => registered(find(name)),
    status: async (name: string) =>
      ({
        identity: 'system:test',
        version: 'v1.34.0',
        uid: find(name).unreachable ? undefined : find(name).uid,
        ...told.get(name),
        ...(find(name).unreachable && {
          problem: {
            code: 'CLUSTER_UNREACHABLE',
            message: `${name} does not answer`,
            remedy: 'Look at the network.',
          },
        }),
      } as Cluster),
  } as unknown as ClusterRegistry;
}

describe.each(ids)('DefaultPreflightService on %s', id => {
  let store: Store;
  let one: MemoryCluster;
  let two: MemoryCluster;
  let service: DefaultPreflightService;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    [one, two] = [new MemoryCluster('one'), new MemoryCluster('two')];
    const registry = new Registry();
    registry.addChecks(equalsCheck);
    registry.addActions({
      ...createSetAction({ calls: [] }),
      id: 'kubernetes:apply',
    });
    const clusters = registryOf([one, two, new MemoryCluster('manual')]);
    service = DefaultPreflightService.create({
      store,
      registry,
      clusters,
      creator: RunCreator.create({ store, clusters }),
      users: onlyUser('user:default/ann'),
    });
  });

  afterEach(async () => {
    told.clear();
    await store.close();
  });

  const isRed = (
    input: object = { name: 'house', value: 'red' },
  ): MissionSpec['preflight'][number] => ({
    id: 'is-red',
    check: 'memory:equals',
    input: input as never,
    remedy: { text: 'Paint it red.' },
  });
  const check = (request: object = {}) =>
    service.check({
      credentials,
      request: { missionRef: 'test/paint', ...request },
    });

  it('asks every cluster that is usable unattended, and says what each lacks', async () => {
    await saveMission(store, 'paint', { preflight: [isRed()] });
    one.objects.set('house', { data: 'red' });
    const [first, second, ...more] = await check();
    expect(more).toEqual([]);
    expect(first).toMatchObject({
      cluster: { name: 'one' },
      version: 'v1.34.0',
      verdict: 'fit',
    });
    expect(first.checks.map(each => each.status)).toEqual(['pass', 'pass']);
    expect(second).toMatchObject({
      cluster: { name: 'two' },
      verdict: 'unfit',
    });
    expect(second.checks[1]).toMatchObject({
      id: 'is-red',
      status: 'fail',
      remedy: { text: 'Paint it red.' },
    });
  });

  it('calls a cluster that does not answer unknown, never fit', async () => {
    await saveMission(store, 'paint', { preflight: [isRed()] });
    one.unreachable = true;
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.verdict).toBe('unknown');
    expect(fitness.checks).toEqual([
      expect.objectContaining({
        id: 'cluster-reachable',
        status: 'unknown',
        message: 'one does not answer',
        remedy: { text: 'Look at the network.' },
      }),
    ]);
  });

  it('asks the checks of a cluster that answers with a warning', async () => {
    await saveMission(store, 'paint', { preflight: [isRed()] });
    one.objects.set('house', { data: 'red' });
    told.set('one', {
      problem: {
        code: 'CLUSTER_TLS',
        message: 'Its certificate is not checked',
        remedy: 'Give caData.',
      },
    });
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.verdict).toBe('warn');
    expect(fitness.checks).toEqual([
      expect.objectContaining({
        id: 'cluster-reachable',
        status: 'warn',
        message: 'Acts as system:test. Its certificate is not checked',
        remedy: { text: 'Give caData.' },
      }),
      expect.objectContaining({ id: 'is-red', status: 'pass' }),
    ]);
  });

  it('warns where nobody says as whom missions act', async () => {
    await saveMission(store, 'paint', { preflight: [isRed()] });
    one.objects.set('house', { data: 'red' });
    told.set('one', { identity: 'unknown' });
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.verdict).toBe('warn');
    expect(fitness.checks.map(({ status }) => status)).toEqual([
      'warn',
      'pass',
    ]);
    expect(fitness.checks[0].message).toBe('As whom it acts is not known');
  });

  it('calls a check that breaks off unknown, with its remedy', async () => {
    await saveMission(store, 'paint', { preflight: [isRed({ nam: 'house' })] });
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.verdict).toBe('unknown');
    expect(fitness.checks[1]).toMatchObject({
      status: 'unknown',
      message: expect.stringContaining('ACTION_INPUT_INVALID'),
      remedy: { text: expect.stringMatching(/\w/) },
    });
  });

  it('says before a run that a guard denies the namespace', async () => {
    await saveMission(store, 'paint', {
      parameters: { properties: { namespace: { type: 'string' } } },
      steps: [
        {
          id: 'apply',
          name: 'Apply',
          action: 'kubernetes:apply',
          input: {
            objects: [
              {
                apiVersion: 'v1',
                kind: 'ConfigMap',
                metadata: {
                  namespace: '${{ parameters.namespace }}',
                  name: 'page',
                },
              },
            ],
          },
        },
      ],
    });
    const [fitness] = await check({
      targets: [{ cluster: 'one' }],
      parameters: { namespace: 'kube-system' },
    });
    expect(fitness.verdict).toBe('unfit');
    expect(fitness.checks[1]).toMatchObject({
      id: 'cluster-guard',
      status: 'fail',
      message: expect.stringMatching(
        /^Missions may not write to namespace 'kube-system' of cluster 'one': .*\(NAMESPACE_DENIED\)$/,
      ),
      remedy: { text: expect.stringContaining('Choose another namespace') },
    });
    const [allowed] = await check({
      targets: [{ cluster: 'one' }],
      parameters: { namespace: 'shop' },
    });
    expect(allowed.verdict).toBe('fit');
  });

  it.each<[string, MissionSpec['targets'], object]>([
    ['whether any is chosen or not', { select: { names: ['two'] } }, {}],
    [
      'in the role that is chosen',
      {
        select: { names: ['one'] },
        roles: { hub: { select: { names: ['two'] } }, member: {} },
      },
      {
        targets: [
          { cluster: 'one', role: 'hub' },
          { cluster: 'two', role: 'hub' },
        ],
      },
    ],
    [
      'in any role while none is chosen',
      { roles: { hub: { select: { names: ['two'] } } } },
      {},
    ],
  ])(
    'calls a cluster unfit that the mission does not select, %s',
    async (_, targets, request) => {
      await saveMission(store, 'paint', { targets });
      const answer = await check(request);
      expect(
        answer.map(({ cluster, verdict }) => [cluster.name, verdict]),
      ).toEqual([
        ['one', 'unfit'],
        ['two', 'fit'],
      ]);
      expect(answer[0].checks).toContainEqual(
        expect.objectContaining({
          id: 'cluster-selected',
          phase: 'preflight',
          targetId: 'one',
          status: 'fail',
          message: expect.stringMatching(
            /^The mission does not select the cluster 'one'( as hub)?: its name is not two$/,
          ),
          remedy: { text: expect.stringContaining('the mission page says') },
        }),
      );
      expect(answer[1].checks).toContainEqual(
        expect.objectContaining({
          id: 'cluster-selected',
          phase: 'preflight',
          targetId: 'two',
          status: 'pass',
          message: "The mission takes the cluster 'two'",
        }),
      );
    },
  );

  it('says nothing of a selection that the mission does not make', async () => {
    await saveMission(store, 'paint', { targets: { min: 1 } });
    const [{ checks }] = await check();
    expect(checks.map(({ id: checkId }) => checkId)).toEqual([
      'cluster-reachable',
    ]);
  });

  it('takes a cluster without a role that one of the roles takes', async () => {
    const roles = {
      hub: { select: { names: ['two'] } },
      member: { select: { environments: ['test'] } },
    };
    await saveMission(store, 'paint', { targets: { roles } });
    const answer = await check();
    expect(answer.map(({ verdict }) => verdict)).toEqual(['fit', 'fit']);
  });

  it.each([
    [[{ cluster: 'one' }, { cluster: 'one' }], /'one' twice/],
    [
      [{ cluster: 'one', role: 'attic' }],
      /'one' has the role 'attic'; the mission knows cellar/,
    ],
  ])('refuses %j, as the start of a run does', async (targets, message) => {
    await saveMission(store, 'paint', {
      targets: { min: 1, roles: { cellar: { min: 1 } } },
    });
    await expect(check({ targets })).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\w+\.$/),
    });
  });

  it('names the mission that is the remedy by its ref', async () => {
    await saveMission(store, 'paint', {
      preflight: [{ ...isRed(), remedy: { mission: 'repaint' } }],
    });
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.checks[1].remedy).toEqual({
      text: 'Run test/repaint',
      mission: 'test/repaint',
    });
  });

  it('leaves out a check whose condition is false', async () => {
    await saveMission(store, 'paint', {
      preflight: [{ ...isRed(), if: 'target.name == "two"' }],
    });
    const [fitness] = await check({ targets: [{ cluster: 'one' }] });
    expect(fitness.verdict).toBe('fit');
    expect(fitness.checks).toHaveLength(1);
  });

  it('masks secret parameters in what checks answer', async () => {
    await saveMission(store, 'paint', {
      parameters: { properties: { token: { type: 'string', secret: true } } },
      preflight: [isRed({ name: 'house', value: '${{ parameters.token }}' })],
    });
    one.objects.set('house', { data: 'not hunter2-secret at all' });
    const answer = await check({
      targets: [{ cluster: 'one' }],
      parameters: { token: 'hunter2-secret' },
    });
    expect(answer[0].verdict).toBe('unfit');
    expect(JSON.stringify(answer)).not.toContain('hunter2-secret');
  });

  it.each([
    [{ missionRef: 'test/none' }, 'NOT_FOUND'],
    [{ targets: [{ cluster: 'nowhere' }] }, 'CLUSTER_UNKNOWN'],
    [{ parameters: { colour: 'red' } }, 'PARAMETER_INVALID'],
    [
      { targets: Array.from({ length: 201 }, () => ({ cluster: 'one' })) },
      'TOO_MANY',
    ],
  ])('refuses %#', async (request, code) => {
    await saveMission(store, 'paint', {});
    await expect(check(request)).rejects.toMatchObject({ code });
  });
});
