import type {
  Cluster,
  Fitness,
  MissionSpec,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { onlyUser } from '../../__testUtils__/onlyUser';
import { saveMission } from '../../__testUtils__/saveMission';
import { runMissionAction } from '../../actions/run';
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
import type { PreflightRights } from './PreflightService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials();

/** `one` and `two` are writable, `locked` is not. */
function registryOf(clusters: readonly MemoryCluster[]): ClusterRegistry {
  const registered = (cluster: MemoryCluster) => {
    const { name } = cluster.ref;
    const connection = {
      name,
      server: `https://${name}`,
      auth: { kind: 'none' as const },
      demo: true,
      writable: name !== 'locked',
    };
    const guard = createGuard({ connection, portal: {} });
    return { connection, guard, client: cluster.connect().client };
  };
  const get = async (name: string) =>
    registered(clusters.find(each => each.ref.name === name)!);
  return {
    list: async () => clusters.map(registered),
    get,
    usable: get,
    status: async () =>
      ({ identity: 'system:test', version: 'v1.34.0' } as Cluster),
  } as unknown as ClusterRegistry;
}

const child = (
  id: string,
  mission: string,
  input: object = {},
  more: object = {},
) => ({
  id,
  name: id,
  action: 'mission:run',
  input: {
    mission,
    targets: '${{ parameters.clusters.map(c, {"cluster": c}) }}',
    ...input,
  },
  ...more,
});
const withClusters = {
  type: 'sequence' as const,
  parameters: {
    properties: {
      clusters: { type: 'array' as const, items: { type: 'string' as const } },
      namespace: { type: 'string' as const },
    },
  },
};
const isRed = {
  id: 'is-red',
  title: 'It is red',
  check: 'memory:equals',
  input: { name: 'house', value: 'red' },
  remedy: { text: 'Paint it red.' },
};
const applyTo = (namespace: string) => ({
  id: 'apply',
  name: 'Apply',
  action: 'kubernetes:apply',
  input: {
    objects: [
      {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { namespace, name: 'page' },
      },
    ],
  },
});

describe.each(ids)('fitness for a sequence on %s', id => {
  let store: Store;
  let one: MemoryCluster;
  let service: DefaultPreflightService;

  /** Each in a source of its own. */
  const save = (name: string, spec: Partial<MissionSpec>) =>
    saveMission(store, name, spec, name);

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    one = new MemoryCluster('one');
    const registry = new Registry();
    registry.addChecks(equalsCheck);
    registry.addActions(runMissionAction, {
      ...createSetAction({ calls: [] }),
      id: 'kubernetes:apply',
    });
    const clusters = registryOf([
      one,
      new MemoryCluster('two'),
      new MemoryCluster('locked'),
    ]);
    service = DefaultPreflightService.create({
      store,
      registry,
      clusters,
      creator: RunCreator.create({ store, clusters }),
      users: onlyUser('user:default/ann'),
    });
    await save('paint', { targets: { min: 1 }, preflight: [isRed] });
    one.objects.set('house', { data: 'red' });
  });

  afterEach(async () => {
    await store.close();
  });

  const sequence = (...steps: object[]) =>
    save('all', { ...withClusters, steps: steps as MissionSpec['steps'] });
  const check = async (
    clusters: string[] = ['one'],
    parameters: object = {},
    rights?: PreflightRights,
  ): Promise<Fitness[]> =>
    service.check({
      credentials,
      rights,
      request: {
        missionRef: 'all/all',
        parameters: { clusters, ...parameters },
      },
    });
  const problemsOf = ({ checks }: Fitness) =>
    checks.filter(each => each.status !== 'pass');

  it('is the worst of what its children need on each cluster, and names them', async () => {
    await sequence(child('first', 'paint/paint'));
    const [red, blank, ...more] = await check(['one', 'two']);
    expect(more).toEqual([]);
    expect(red).toMatchObject({ cluster: { name: 'one' }, verdict: 'fit' });
    expect(red.checks.map(each => each.id)).toEqual([
      'cluster-reachable',
      'paint/paint:is-red',
    ]);
    expect(blank).toMatchObject({ cluster: { name: 'two' }, verdict: 'unfit' });
    expect(problemsOf(blank)).toEqual([
      expect.objectContaining({
        id: 'paint/paint:is-red',
        title: 'paint: It is red',
        message: expect.stringMatching(/^Mission 'paint\/paint': /),
        status: 'fail',
        targetId: 'two',
        remedy: { text: 'Paint it red.' },
      }),
    ]);
  });

  it('asks the guard for the namespace that it hands down', async () => {
    await save('write', {
      targets: { min: 1 },
      parameters: { properties: { namespace: { type: 'string' } } },
      steps: [applyTo('${{ parameters.namespace }}')],
    });
    const parameters = { namespace: '${{ parameters.namespace }}' };
    await sequence(child('first', 'write/write', { parameters }));
    const [denied] = await check(['one'], { namespace: 'kube-system' });
    expect(denied.verdict).toBe('unfit');
    expect(problemsOf(denied)).toEqual([
      expect.objectContaining({
        id: 'write/write:cluster-guard',
        message: expect.stringMatching(
          /^Mission 'write\/write': Missions may not write to namespace 'kube-system' of cluster 'one'.*\(NAMESPACE_DENIED\)$/,
        ),
      }),
    ]);
    const [allowed] = await check(['one'], { namespace: 'shop' });
    expect(allowed.verdict).toBe('fit');
  });

  it('says that a cluster is read-only, though nobody knows yet where it writes', async () => {
    await save('write', {
      targets: { min: 1 },
      steps: [applyTo('${{ steps.earlier.output.namespace }}')],
    });
    await sequence(child('first', 'write/write'));
    const [locked, open] = await check(['locked', 'one']);
    expect(problemsOf(locked)).toMatchObject([
      { message: expect.stringContaining('(CLUSTER_READ_ONLY)') },
    ]);
    expect(open.verdict).toBe('fit');
  });

  it('follows sequences in sequences, and refuses one that starts itself', async () => {
    await save('inner', {
      ...withClusters,
      steps: [child('deep', 'paint/paint')],
    });
    await sequence(
      child('outer', 'inner/inner', {
        targets: [],
        parameters: { clusters: '${{ parameters.clusters }}' },
      }),
    );
    const [fitness] = await check(['two']);
    expect(problemsOf(fitness)).toMatchObject([{ id: 'paint/paint:is-red' }]);
    await sequence(
      child('again', 'all/all', {
        targets: [],
        parameters: { clusters: '${{ parameters.clusters }}' },
      }),
    );
    await expect(check()).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: expect.stringContaining('at most 5 missions may follow'),
    });
  });

  it('warns where a mission that runs before may still mend it', async () => {
    await save('build', {
      targets: { min: 1 },
      steps: [applyTo('shop')],
    });
    await sequence(
      child('first', 'build/build'),
      child('then', 'paint/paint'),
      child('beside', 'paint/paint', {}, { needs: [] }),
    );
    const [fitness] = await check(['two']);
    expect(problemsOf(fitness)).toEqual([
      expect.objectContaining({
        id: 'paint/paint:is-red',
        status: 'warn',
        message: expect.stringContaining('starts before it may change that'),
      }),
      expect.objectContaining({ id: 'paint/paint#2:is-red', status: 'fail' }),
    ]);
  });

  it('calls a check unknown that reads what only the run will know', async () => {
    await save('named', {
      targets: { min: 1 },
      parameters: { properties: { colour: { type: 'string' } } },
      preflight: [
        {
          ...isRed,
          input: { name: 'house', value: '${{ parameters.colour }}' },
        },
      ],
    });
    await sequence(
      child('first', 'paint/paint'),
      child('then', 'named/named', {
        parameters: { colour: '${{ steps.first.output.state }}' },
      }),
    );
    const [fitness] = await check();
    expect(fitness.verdict).toBe('unknown');
    expect(problemsOf(fitness)).toMatchObject([
      { id: 'named/named:is-red', status: 'unknown' },
    ]);
  });

  it.each([
    ['none/none', {}, 'NOT_FOUND'],
    ['paint/paint', { parameters: { colour: 'red' } }, 'PARAMETER_INVALID'],
    ['few/few', {}, 'INPUT_INVALID'],
  ])('says that the start of %s would be refused', async (ref, input, code) => {
    await save('few', { targets: { min: 2 } });
    await sequence(child('first', ref, input));
    const [fitness] = await check();
    expect(fitness.verdict).toBe('unfit');
    expect(problemsOf(fitness)).toMatchObject([
      {
        id: `${ref}:start`,
        status: 'fail',
        message: expect.stringContaining(`(${code})`),
        remedy: { text: expect.stringMatching(/\w/) },
      },
    ]);
  });

  it('says which permission is missing, and asks nothing there', async () => {
    await sequence(child('first', 'paint/paint'));
    const rights = (
      change: Partial<Record<'read' | 'start' | 'use', string[]>>,
    ): PreflightRights => ({
      missions: async refs => ({
        read: new Set(change.read ?? refs),
        start: new Set(change.start ?? refs),
      }),
      clusters: async names => new Set(change.use ?? names),
    });
    const [notStart] = await check(['two'], {}, rights({ start: [] }));
    expect(notStart.verdict).toBe('unfit');
    expect(problemsOf(notStart)).toMatchObject([
      {
        id: 'paint/paint:start',
        message: expect.stringContaining('permission missions.run.create'),
      },
    ]);
    const [notRead] = await check(['two'], {}, rights({ read: [] }));
    expect(notRead.verdict).toBe('unknown');
    expect(JSON.stringify(notRead)).not.toContain('It is red');
    const [fit, notUsed] = await check(
      ['one', 'two'],
      {},
      rights({ use: ['one'] }),
    );
    expect(fit.verdict).toBe('fit');
    expect(notUsed).toMatchObject({
      cluster: { name: 'two' },
      verdict: 'unfit',
    });
    expect(notUsed.checks).toMatchObject([
      {
        id: 'cluster-permission',
        message: expect.stringContaining('permission missions.cluster.use'),
      },
    ]);
  });

  it('adds what children need to clusters of its own', async () => {
    await save('all', {
      type: 'sequence',
      targets: { min: 1 },
      preflight: [{ ...isRed, id: 'own' }],
      steps: [
        child('first', 'paint/paint', {
          targets: [{ cluster: '${{ target.name }}' }],
        }),
      ] as MissionSpec['steps'],
    });
    const [fitness] = await service.check({
      credentials,
      request: { missionRef: 'all/all', targets: [{ cluster: 'one' }] },
    });
    expect(fitness.checks.map(each => each.id)).toEqual([
      'cluster-reachable',
      'own',
      'paint/paint:is-red',
    ]);
  });
});
