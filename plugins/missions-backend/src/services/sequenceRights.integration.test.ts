import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  MissionError,
  type MissionSpec,
  type MissionStep,
  type CreateRunRequest,
} from '@mission-control/plugin-missions-common';
import { userCredentials } from '../__testUtils__/credentials';
import { mockLogger } from '../__testUtils__/mockLogger';
import { onlyUser } from '../__testUtils__/onlyUser';
import { runMissionAction } from '../actions';
import type { ClusterRegistry } from '../clusters';
import { decidingPermissions } from '../permissions/__testUtils__/decidingPermissions';
import { Registry } from '../registry';
import { Sealer } from '../sealing';
import { createRun, readRun, Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readOrbits } from '../store/operations/readOrbits';
import { saveMissions } from '../store/operations/saveMissions';
import { loadedMission } from '../testing/loadedMission';
import { createServices } from './createServices';
import { RunCreator } from './runs';
import { CHILD_ACTION } from './runs/childRequests';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials('user:default/jane');

const known = ['dev', 'prod'];
const cluster = (name: string) => {
  if (!known.includes(name)) {
    throw new MissionError('CLUSTER_UNKNOWN', `No cluster '${name}'`);
  }
  return {
    connection: { name, provider: 'test' },
    guard: { environment: name, production: false, demo: false },
  };
};
const clusters = {
  list: async () => known.map(cluster),
  usable: async (name: string) => cluster(name),
  get: async (name: string) => cluster(name),
} as unknown as ClusterRegistry;

const step = (input: object, more: Partial<MissionStep> = {}) =>
  ({ id: 'first', action: CHILD_ACTION, input, ...more } as MissionStep);
const names = { type: 'array', items: { type: 'string' } } as const;
const parameters = { properties: { clusters: names } };
const chosen = '${{ parameters.clusters.map(c, {"cluster": c}) }}';
const missions: Record<string, Partial<MissionSpec>> = {
  leaf: { type: 'install', targets: {} },
  secret: { type: 'install', targets: {} },
  over: {
    parameters,
    steps: [step({ mission: 'test/leaf', targets: chosen })],
  },
  deep: {
    parameters,
    steps: [
      step({
        mission: 'test/over',
        parameters: { clusters: '${{ parameters.clusters }}' },
      }),
    ],
  },
  hidden: {
    steps: [step({ mission: 'test/secret', targets: [{ cluster: 'dev' }] })],
  },
  never: {
    steps: [
      step(
        { mission: 'test/secret', targets: [{ cluster: 'prod' }] },
        { if: 'false' },
      ),
    ],
  },
  later: {
    steps: [
      { id: 'find', action: 'core:noop' },
      step(
        { mission: 'test/leaf', targets: '${{ steps.find.output.targets }}' },
        { needs: ['find'] },
      ),
    ],
  },
  maybe: {
    steps: [
      { id: 'find', action: 'core:noop' },
      step(
        { mission: 'test/leaf', targets: [{ cluster: 'prod' }] },
        { if: 'steps.find.output.yes', needs: ['find'] },
      ),
    ],
  },
  laterBelow: {
    steps: [
      { id: 'find', action: 'core:noop' },
      step({
        mission: 'test/over',
        parameters: { clusters: '${{ steps.find.output.names }}' },
      }),
    ],
  },
  each: {
    parameters,
    steps: [
      step(
        { mission: 'test/leaf', targets: [{ cluster: '${{ each.value }}' }] },
        { each: '${{ parameters.clusters }}' },
      ),
    ],
  },
  endless: { steps: [step({ mission: 'test/endless' })] },
  back: {
    steps: [
      {
        id: 'first',
        action: 'core:noop',
        undo: {
          action: CHILD_ACTION,
          input: { mission: 'test/leaf', targets: [{ cluster: 'prod' }] },
        },
      },
    ],
  },
  recurring: {
    type: 'orbit',
    parameters,
    schedule: { cadence: 'hourly', timeZone: 'UTC' },
    steps: [step({ mission: 'test/leaf', targets: chosen })],
  },
};

const only = (
  rule: string,
  resourceType: string,
  values: string[],
): PolicyDecision => ({
  result: AuthorizeResult.CONDITIONAL,
  pluginId: 'missions',
  resourceType,
  conditions: { rule, resourceType, params: { values } },
});

describe.each(ids)('rights to what a sequence reaches, on %s', id => {
  let store: Store;
  let services: ReturnType<typeof createServices>;
  /** Runs that may be read and taken back; undefined: all. */
  let mayUndo: string | undefined;
  let mayUseAny: boolean;

  beforeEach(async () => {
    mayUndo = undefined;
    mayUseAny = false;
    const sealer = new Sealer([{ id: 'test', key: Buffer.alloc(32, 7) }]);
    store = await Store.create({ database: await databases.init(id), sealer });
    await store.transaction(tx =>
      saveMissions({
        tx,
        source: 'test',
        problems: [],
        now: new Date().toISOString(),
        missions: Object.entries(missions).map(([name, parts]) =>
          loadedMission('test', name, { type: 'sequence', ...parts }),
        ),
      }),
    );
    const allowed = Object.keys(missions)
      .filter(name => name !== 'secret')
      .map(name => `test/${name}`);
    services = createServices({
      store,
      registry: new Registry(),
      clusters,
      creator: RunCreator.create({ store, clusters }),
      users: onlyUser('user:default/jane'),
      logger: mockLogger(),
      parts: [],
      version: '1',
      ...decidingPermissions(permission => {
        switch (permission) {
          case 'missions.run.create':
            return only('IS_MISSION', 'missions-mission', allowed);
          case 'missions.cluster.use':
            return mayUseAny
              ? { result: AuthorizeResult.ALLOW }
              : only('IS_CLUSTER', 'missions-cluster', ['dev']);
          case 'missions.run.undo':
          case 'missions.run.read':
            return mayUndo
              ? only('IS_RUN_OF_MISSION', 'missions-run', [mayUndo])
              : { result: AuthorizeResult.ALLOW };
          default:
            return { result: AuthorizeResult.ALLOW };
        }
      }),
    });
  });

  afterEach(async () => {
    await store.close();
  });

  const start = (name: string, request: Partial<CreateRunRequest> = {}) =>
    services.runs.create({
      credentials,
      request: { missionRef: `test/${name}`, ...request },
    });
  const authorityOf = async (runId: string) =>
    (await readRun({ tx: store.db, runId }))!.childAuthority;
  const refusal = (code: string, ...parts: string[]) => ({
    code,
    message: expect.stringMatching(new RegExp(parts.join('.*'), 's')),
  });

  it('knows the action by its id', () => {
    expect(CHILD_ACTION).toBe(runMissionAction.id);
  });

  it.each([
    ['over', { 'test/leaf': ['dev'] }],
    ['deep', { 'test/over': [], 'test/leaf': ['dev'] }],
    ['each', { 'test/leaf': ['dev'] }],
  ])('keeps with a run of %s what it may reach', async (name, reach) => {
    const run = await start(name, { parameters: { clusters: ['dev'] } });
    expect(await authorityOf(run.id)).toEqual({
      missions: reach,
      undo: [],
      depth: 5,
    });
  });

  it.each(['over', 'deep', 'each'])(
    'refuses %s on a cluster that the person may not use',
    async name => {
      await expect(
        start(name, { parameters: { clusters: ['dev', 'prod'] } }),
      ).rejects.toMatchObject(
        refusal('NOT_ALLOWED', 'missions.cluster.use', "'prod'"),
      );
      expect(await store.db('runs')).toEqual([]);
    },
  );

  it.each([
    ['over', ['nope'], 'CLUSTER_UNKNOWN', "No cluster 'nope'"],
    ['over', ['dev', 'dev'], 'INPUT_INVALID', "'dev' twice"],
    ['deep', ['dev', 'nope'], 'CLUSTER_UNKNOWN', "No cluster 'nope'"],
  ])(
    'refuses %s on %j with %s, as a mission with clusters of its own',
    async (name, chosenClusters, code, message) => {
      mayUseAny = true;
      await expect(
        start(name, { parameters: { clusters: chosenClusters } }),
      ).rejects.toMatchObject(
        refusal(
          code,
          'spec.steps\\[0\\].input',
          "of mission 'test/over'",
          message,
        ),
      );
      expect(await store.db('runs')).toEqual([]);
    },
  );

  it('refuses a mission that the person may not start', async () => {
    await expect(start('hidden')).rejects.toMatchObject(
      refusal('NOT_ALLOWED', 'missions.run.create', "'test/secret'"),
    );
    expect(await store.db('runs')).toEqual([]);
  });

  it('asks for a step whose condition may come true, not for one that cannot', async () => {
    await expect(start('maybe')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    expect(await authorityOf((await start('never')).id)).toBeUndefined();
  });

  it.each([
    ['later', 'spec.steps\\[1\\].input', "'test/later'", 'targets of step'],
    ['laterBelow', 'spec.steps\\[0\\].input', "'test/over'", 'targets of step'],
  ])('refuses %s: clusters that only a step tells', async (name, ...parts) => {
    await expect(start(name)).rejects.toMatchObject({
      ...refusal('INPUT_INVALID', ...parts),
      remedy: expect.stringContaining('parameters of the mission'),
    });
  });

  it('refuses a mission that starts itself', async () => {
    await expect(start('endless')).rejects.toMatchObject(
      refusal('INPUT_INVALID', "'test/endless'", 'at most 5'),
    );
  });

  it('gives a repeated request its run, whatever became of the missions', async () => {
    const again = () =>
      services.runs.create({
        credentials,
        idempotencyKey: 'k',
        request: {
          missionRef: 'test/over',
          parameters: { clusters: ['dev'] },
        },
      });
    const { id: runId } = await again();
    await store.db('missions').where({ ref: 'test/leaf' }).delete();
    expect((await again()).id).toBe(runId);
    expect(await authorityOf(runId)).toMatchObject({ depth: 5 });
  });

  it('asks when an orbit is enabled, and keeps what it may reach', async () => {
    const enable = (...names_: string[]) =>
      services.orbits.create({
        credentials,
        request: {
          missionRef: 'test/recurring',
          parameters: { clusters: names_ },
          targets: [],
        },
      });
    await expect(enable('prod')).rejects.toMatchObject({ code: 'NOT_ALLOWED' });
    const { id: orbitId } = await enable('dev');
    const [orbit] = await readOrbits({ tx: store.db, id: orbitId });
    expect(orbit.childAuthority!.missions).toEqual({ 'test/leaf': ['dev'] });
    const look = await services.orbits.run({ credentials, orbitId });
    const runId = 'run' in look ? look.run.id : '';
    expect((await authorityOf(runId))!.missions).toEqual({
      'test/leaf': ['dev'],
    });
  });

  /** A child of a run, on a cluster. */
  async function child(runId: string, missionRef = 'test/leaf') {
    const { version } = await store
      .db('missions')
      .where({ ref: missionRef })
      .first('version');
    const { run } = await createRun({
      store,
      run: {
        missionRef,
        missionVersion: version,
        type: 'install',
        title: 'A child',
        initiator: 'user:default/jane',
        trigger: { kind: 'chain' },
        parameters: {},
        parent: { runId, targetId: '-', stepId: 'first' },
        targets: [{ cluster: { name: 'dev' } }],
      },
    });
    return run.id;
  }
  /** It ended, and there is something to take back. */
  async function changed(runId: string) {
    await store.db('run_journal').insert({
      run_id: runId,
      target_id: '-',
      step_id: 'first',
      seq: 1,
      fence: 1,
      verb: 'start',
      state: 'done',
      object_json: JSON.stringify({
        apiVersion: 'mission-control.dev/v1alpha1',
        kind: 'Mission',
        name: 'test/leaf',
      }),
      prior_existed: false,
      at: new Date().toISOString(),
    });
    await store
      .db('run_targets')
      .where({ run_id: runId })
      .update({ state: 'succeeded' });
    await store.db('runs').where({ id: runId }).update({
      state: 'succeeded',
      finished_at: new Date().toISOString(),
    });
  }

  it('asks for the undo of everything that a sequence started', async () => {
    const run = await start('deep', { parameters: { clusters: ['dev'] } });
    const middle = await child(run.id, 'test/over');
    const leaf = await child(middle);
    await changed(run.id);
    mayUndo = 'test/deep';
    const undo = () =>
      services.runs.undo({ credentials, runId: run.id, request: {} });
    await expect(undo()).rejects.toMatchObject(
      refusal('NOT_ALLOWED', 'missions.run.undo', middle, leaf),
    );
    expect(await store.db('runs').where({ undo_of: run.id })).toEqual([]);
    mayUndo = undefined;
    expect(await authorityOf((await undo()).id)).toEqual({
      missions: {},
      undo: [middle, leaf],
      depth: 5,
    });
  });

  it('asks for what a mission starts to be taken back', async () => {
    const run = await start('back');
    await changed(run.id);
    await expect(
      services.runs.undo({ credentials, runId: run.id, request: {} }),
    ).rejects.toMatchObject(
      refusal('NOT_ALLOWED', 'missions.cluster.use', "'prod'"),
    );
  });

  it('shows of a run only the children that may be read', async () => {
    const run = await start('over', { parameters: { clusters: ['dev'] } });
    const leaf = await child(run.id);
    const seen = async () =>
      (await services.runs.get({ credentials, runId: run.id })).children;
    expect((await seen())!.map(each => each.id)).toEqual([leaf]);
    mayUndo = 'test/over';
    expect(await seen()).toEqual([]);
  });

  it('tells in lists, whatever their filter, and of the run alike what it started', async () => {
    const run = await start('deep', { parameters: { clusters: ['dev'] } });
    const middle = await child(run.id, 'test/over');
    const leaf = await child(middle);
    const seen = async () => {
      const whole = await services.runs.get({ credentials, runId: run.id });
      const filters = [{}, { type: ['sequence'] }, { mission: 'test/deep' }];
      const lists = await Promise.all(
        filters.map(filter => services.runs.list({ credentials, filter })),
      );
      return [whole, ...lists.flatMap(({ items }) => items)]
        .filter(({ id: runId }) => runId === run.id)
        .map(({ startedRuns = [] }) =>
          startedRuns.map(({ id: runId, parentRunId }) => [runId, parentRunId]),
        );
    };
    const all = [
      [middle, run.id],
      [leaf, middle],
    ];
    expect(await seen()).toEqual([all, all, all, all]);
    mayUndo = 'test/deep';
    expect(await seen()).toEqual([[], [], [], []]);
  });
});
