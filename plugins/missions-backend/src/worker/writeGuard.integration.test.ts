import {
  createMissionAction,
  createMissionCheck,
  type ClusterClient,
  type JournalRecord,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { readEvidence, readSteps, readTargets } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const refOf = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'test',
  name,
});
const pathOf = (name: string) => `/api/v1/namespaces/test/configmaps/${name}`;
const put = (cluster: ClusterClient, name: string, query = {}) =>
  cluster.request({
    method: 'PUT',
    path: pathOf(name),
    query,
    body: { data: 'blue' },
  });
const intend = async (ctx: RunContext<unknown>, name: string) => {
  const { body: prior } = await ctx.cluster.request({ path: pathOf(name) });
  return ctx.journal.intend({ verb: 'set', object: refOf(name), prior });
};

/** What an undo was told that there is to take back. */
let toUndo: readonly JournalRecord[] = [];
/** A write that a step left behind; the test begins it. */
let leftBehind: (() => Promise<unknown>) | undefined;
/** How each thing ended that a step left behind. */
let wokenEnds: PromiseSettledResult<unknown>[] = [];

/** What an author may forget, and one who forgot nothing. */
const ways: Record<string, (ctx: RunContext<any>) => Promise<void>> = {
  undeclared: async ctx => {
    await put(ctx.cluster, 'house');
  },
  ofAnother: async ctx => {
    await intend(ctx, 'garden');
    await put(ctx.cluster, 'house');
  },
  afterwards: async ctx => {
    await ctx.journal.complete(await intend(ctx, 'house'), null);
    await put(ctx.cluster, 'house');
  },
  open: async ctx => {
    await intend(ctx, 'house');
    await put(ctx.cluster, 'house');
  },
  deleting: async ctx => {
    await intend(ctx, 'house');
    await ctx.cluster.request({ method: 'DELETE', path: pathOf('house') });
  },
  lying: async ctx => {
    const object = refOf('house');
    await ctx.journal.intend({ verb: 'set', object, prior: null });
    await put(ctx.cluster, 'house');
  },
  inherited: async ctx => {
    await put(ctx.cluster, 'house', Object.create({ dryRun: 'All' }));
  },
  asAnother: async ctx => {
    await intend(ctx, 'house');
    await ctx.cluster.request({
      method: 'PUT',
      path: pathOf('house'),
      headers: { 'impersonate-Group': 'system:masters' },
      body: { data: 'blue' },
    });
  },
  leftBehind: async ctx => {
    const seq = await intend(ctx, 'garden');
    await ctx.journal.complete(seq, null);
    leftBehind = () => put(ctx.cluster, 'house');
  },
  woken: async ctx => {
    leftBehind = () =>
      Promise.allSettled([
        Promise.resolve().then(() =>
          ctx.evidence({ asked: 'GET house later', answered: 'blue' }),
        ),
        ctx.children.start('late', {
          missionRef: 'test/mission',
          parameters: {},
          targets: [],
        }),
        intend(ctx, 'house').then(() => put(ctx.cluster, 'house')),
      ]).then(ends => {
        wokenEnds = ends;
      });
  },
  declared: async ctx => {
    const seq = await intend(ctx, 'house');
    await ctx.journal.complete(seq, (await put(ctx.cluster, 'house')).body);
  },
};

const schema = {
  input: z.object({ way: z.string().optional() }).strict(),
  output: z.object({}),
};
const rogue = {
  description: 'Writes as it likes',
  examples: [],
  schema,
  async run(ctx: RunContext<any>) {
    await put(ctx.cluster, 'house', { dryRun: 'All' });
    await ways[ctx.input.way](ctx);
    ctx.evidence({ asked: 'GET house', answered: 'blue' });
    return {};
  },
};

/** `rogue:write`: writes in a way; its undo never declares what it writes. */
const writeAction = createMissionAction({
  ...rogue,
  id: 'rogue:write',
  effect: 'write',
  plan: async () => ({
    changes: [
      { object: refOf('house'), verb: 'set', kind: 'create' },
      { object: refOf('garden'), verb: 'set', kind: 'create' },
    ],
  }),
  undo: {
    description: 'Writes too',
    plan: async ctx => {
      toUndo = ctx.records;
      return {
        changes: [{ object: refOf('house'), verb: 'set', kind: 'change' }],
      };
    },
    run: async ctx => {
      await put(ctx.cluster, 'roof');
    },
  },
});
/** `rogue:plan`: writes while it plans. */
const planAction = createMissionAction({
  ...rogue,
  id: 'rogue:plan',
  effect: 'write',
  async plan(ctx) {
    await put(ctx.cluster, 'house');
    return { changes: [] };
  },
});
/** `rogue:read`: says that it reads, and writes while planning. */
const readAction = createMissionAction({
  ...rogue,
  id: 'rogue:read',
  effect: 'read',
});
/** `rogue:late`: says that it reads, and declares what it writes. */
const lateAction = createMissionAction({
  ...rogue,
  id: 'rogue:late',
  effect: 'read',
  onlyWhenRunning: true,
});
/** `rogue:check`: writes instead of asking. */
const writingCheck = createMissionCheck({
  id: 'rogue:check',
  description: 'Writes',
  examples: [],
  schema,
  async run(ctx) {
    await put(ctx.cluster, 'house');
    return { status: 'pass', message: 'Written', evidence: [] };
  },
});

/** `rogue:waking`: what its step left behind goes on while it asks. */
const wakingCheck = createMissionCheck({
  id: 'rogue:waking',
  description: 'Wakes what was left behind',
  examples: [],
  schema: { input: z.object({}).strict() },
  async run() {
    await leftBehind!();
    return { status: 'pass', message: 'Awake', evidence: [] };
  },
});

const refusal = (who: string, why: string) => ({
  code: 'WRITE_NOT_DECLARED',
  message: `${who} may not update '${
    who.startsWith('The undo') ? 'roof' : 'house'
  }' of configmaps in namespace test on cluster 'one': ${why}`,
  remedy: expect.stringContaining('ctx.journal.intend'),
});

describe.each(ids)('the write guard of actions and checks on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    engine.registry.addActions(writeAction, planAction, readAction, lateAction);
    engine.registry.addChecks(writingCheck, wakingCheck);
    await engine.worker();
  });

  afterEach(() => engine.stop());

  const stepOf = async (runId: string) =>
    (await readSteps({ tx: engine.store.db, runId }))[0];
  const start = (action: string, way?: string) =>
    engine.start({ steps: [{ id: 'write', action, input: { way } }] });
  it.each(['undeclared', 'ofAnother', 'afterwards'])(
    'fails a step whose action writes %s, and leaves the cluster alone',
    async way => {
      const before = one.fingerprint;
      const run = await start('rogue:write', way);
      await engine.approve(run.id);
      await engine.until(async () => (await stepOf(run.id)).state === 'failed');
      expect((await stepOf(run.id)).error).toMatchObject(
        refusal(
          `Action 'rogue:write'`,
          'this try has no open intent for it in the journal',
        ),
      );
      expect(one.fingerprint).toBe(before);
    },
  );

  it.each([
    [
      'deletes what it declared as a change',
      'deleting',
      {
        code: 'WRITE_NOT_DECLARED',
        message: expect.stringMatching(
          /may not delete 'house' .*is none to delete it$/,
        ),
      },
    ],
    [
      'says who acts',
      'asAnother',
      {
        code: 'INPUT_INVALID',
        message: expect.stringContaining(`'impersonate-Group'`),
      },
    ],
    [
      'says that what is there was not',
      'lying',
      {
        code: 'WRITE_NOT_DECLARED',
        message: expect.stringContaining(
          `'set' of ConfigMap test/house was declared with no object before it`,
        ),
      },
    ],
    [
      'takes a dry run from a prototype',
      'inherited',
      { code: 'WRITE_NOT_DECLARED' },
    ],
  ])('fails a step whose action %s', async (_what, way, error) => {
    one.objects.set('house', { data: 'green' });
    const run = await start('rogue:write', way);
    await engine.approve(run.id);
    await engine.until(async () => (await stepOf(run.id)).state === 'failed');
    expect((await stepOf(run.id)).error).toMatchObject(error);
    expect(one.objects.get('house')).toEqual({ data: 'green' });
    expect(
      await engine.store
        .db('run_journal')
        .where({ run_id: run.id, state: 'done' }),
    ).toEqual([]);
  });

  it('fails a step that leaves open what it declared, and the undo knows of it', async () => {
    const run = await start('rogue:write', 'open');
    await engine.approve(run.id);
    await engine.until(async () => (await stepOf(run.id)).state === 'failed');
    expect((await stepOf(run.id)).error).toMatchObject({
      code: 'WRITE_NOT_COMPLETED',
      message: `Action 'rogue:write' ended without telling its journal what became of 'set' of ConfigMap test/house`,
      object: refOf('house'),
      remedy: expect.stringContaining('undo the run'),
    });
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    const journal = () =>
      engine.store.db('run_journal').where({ run_id: run.id });
    expect(await journal()).toMatchObject([{ state: 'intent', verb: 'set' }]);
    const undo = await engine.undo(run);
    await engine.asks(undo.id);
    expect(toUndo).toMatchObject([
      { state: 'intent', verb: 'set', object: refOf('house'), prior: null },
    ]);
  });

  it('lets an action write what it declared, and refuses an undo that declares nothing', async () => {
    const run = await start('rogue:write', 'declared');
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });

    const before = one.fingerprint;
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.until(async () => (await stepOf(undo.id)).state === 'failed');
    expect((await stepOf(undo.id)).error).toMatchObject(
      refusal(
        `The undo of action 'rogue:write'`,
        'this try has no open intent for it in the journal',
      ),
    );
    expect(one.fingerprint).toBe(before);
  });

  it('refuses a declared write that a step left behind', async () => {
    const run = await start('rogue:write', 'leftBehind');
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    await expect(leftBehind!()).rejects.toMatchObject({ code: 'INTERRUPTED' });
    expect(one.objects.size).toBe(0);
  });

  it('refuses what a step left behind while the checks of the step are asked', async () => {
    const run = await engine.start({
      steps: [
        {
          id: 'write',
          action: 'rogue:write',
          input: { way: 'woken' },
          verify: [{ id: 'wake', check: 'rogue:waking' }],
        },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'inconclusive');
    expect(wokenEnds).toEqual(
      Array(3).fill({
        status: 'rejected',
        reason: expect.objectContaining({ code: 'INTERRUPTED' }),
      }),
    );
    expect(one.objects.size).toBe(0);
    expect(
      await engine.store.db('run_journal').where({ run_id: run.id }),
    ).toEqual([]);
    const evidence = await readEvidence({ tx: engine.store.db, runId: run.id });
    const { result } = evidence.find(each => each.result.id === 'write')!;
    expect(result.evidence?.map(({ asked }) => asked)).toEqual(['GET house']);
  });

  it.each([
    ['undeclared', refusal(`Action 'rogue:late'`, 'it may only read')],
    ['declared', { code: 'WRITE_NOT_APPROVED' }],
  ])('refuses a read action that writes %s', async (way, expected) => {
    const run = await start('rogue:late', way);
    await engine.until(async () => (await stepOf(run.id))?.state === 'failed');
    expect((await stepOf(run.id)).error).toMatchObject(expected);
    expect(one.objects.size).toBe(0);
  });

  it.each([
    ['rogue:plan', `The plan of action 'rogue:plan'`],
    ['rogue:read', `Action 'rogue:read'`],
  ])('refuses %s, which writes while planning', async (action, who) => {
    const run = await start(action, 'undeclared');
    await engine.reaches(run.id, 'blocked');
    const [target] = await readTargets({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(target.reason).toContain(
      `${who} may not update 'house' of configmaps`,
    );
    expect(one.objects.size).toBe(0);
  });

  it('refuses a check that writes: its answer is unknown', async () => {
    const check = { id: 'fresh', check: 'rogue:check' };
    const run = await engine.start({ preflight: [check], steps: [] });
    await engine.reaches(run.id, 'blocked');
    const evidence = await readEvidence({
      tx: engine.store.db,
      runId: run.id,
    });
    expect(
      evidence.find(({ result }) => result.id === 'fresh')?.result,
    ).toMatchObject({
      status: 'unknown',
      message: expect.stringMatching(
        /^Check 'rogue:check' may not update .*\(WRITE_NOT_DECLARED\)$/,
      ),
    });
    expect(one.objects.size).toBe(0);
  });
});
