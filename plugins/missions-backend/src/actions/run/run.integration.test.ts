import {
  decideApproval,
  decideTarget,
  readEvidence,
  readPlans,
  readSteps,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import {
  TestEngine,
  type TestSpec,
} from '../../worker/__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const paint = (value: string): TestSpec => ({
  steps: [
    { id: 'paint', action: 'memory:set', input: { name: 'house', value } },
  ],
  verify: [
    {
      id: 'is-painted',
      check: 'memory:equals',
      input: { name: 'house', value },
    },
  ],
});
const sequence = (input: object): TestSpec => ({
  type: 'sequence',
  steps: [{ id: 'first', action: 'mission:run', input: input as any }],
});

describe.each(ids)('mission:run on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
    await engine.mission('paint', paint('blue'));
  });

  afterEach(async () => {
    await engine.stop();
  });

  const start = (input: object) =>
    engine.start(sequence(input), { targets: [] });
  const children = (runId: string) =>
    engine.store.db('runs').where({ parent_run_id: runId });

  it.each([
    [
      { mission: 'test/none', targets: [{ cluster: 'one' }] },
      'NOT_FOUND',
      /input\.mission of step 'first'.*test\/none/,
    ],
    [
      { mission: 'test/paint', targets: [{ cluster: 'nowhere' }] },
      'CLUSTER_UNKNOWN',
      /input\.targets of step 'first'.*nowhere/,
    ],
  ])('refuses %j while planning, with its place', async (...row) => {
    const [input, code, message] = row;
    const run = await start(input);
    await engine.reaches(run.id, 'blocked');
    const [plan] = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plan.problems).toEqual([
      expect.objectContaining({
        stepId: 'first',
        code,
        message: expect.stringMatching(message),
        remedy: expect.stringMatching(/\w+\.$/),
      }),
    ]);
    expect(await children(run.id)).toEqual([]);
  });

  it('plans and starts the version that was approved', async () => {
    const { missionVersion } = await engine.mission('paint', paint('blue'));
    const run = await start({
      mission: 'test/paint',
      targets: [{ cluster: 'one' }],
    });
    await engine.asks(run.id);
    const [plan] = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plan.changes[0].desired).toMatchObject({ missionVersion });
    await engine.approve(run.id);
    await engine.until(async () => (await children(run.id)).length === 1);
    const [child] = await children(run.id);
    await engine.approve(child.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('says who rejected the run that it started, and why, without its id', async () => {
    const run = await start({
      mission: 'test/paint',
      targets: [{ cluster: 'one' }],
    });
    await engine.approve(run.id);
    await engine.until(async () => (await children(run.id)).length === 1);
    const [child] = await children(run.id);
    await engine.asks(child.id);
    const [approval] = await engine.openApprovals(child.id);
    await engine.store.changeRun(child.id, change =>
      decideApproval({
        change,
        id: approval.id,
        decider: { by: 'user:default/omar', ownershipRefs: [] },
        decision: 'reject',
        hash: approval.hash,
        comment: 'not before Monday',
      }),
    );
    await engine.reaches(run.id, 'needs_decision');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error?.message).toBe(
      `'${child.title}' was cancelled: Rejected by omar: not before Monday`,
    );
    const told = await readEvidence({ tx: engine.store.db, runId: run.id });
    expect(told.at(-1)?.result.evidence).toMatchObject([
      {
        asked: `how '${child.title}' ended`,
        answered: 'Rejected by omar: not before Monday',
      },
    ]);
    expect(JSON.stringify([step.error, told])).not.toContain(child.id);
  });

  it('says on which cluster the run that it started failed, and why', async () => {
    await engine.mission('paint', {
      ...paint('blue'),
      verify: [
        {
          id: 'is-painted',
          check: 'memory:equals',
          input: { name: 'house', value: 'red' },
        },
      ],
    });
    const run = await start({
      mission: 'test/paint',
      targets: [{ cluster: 'one' }],
    });
    await engine.approve(run.id);
    await engine.until(async () => (await children(run.id)).length === 1);
    const [child] = await children(run.id);
    await engine.approve(child.id);
    await engine.reaches(child.id, 'needs_decision');
    await engine.store.changeRun(child.id, change =>
      decideTarget({
        change,
        targetId: 'one',
        decision: 'close',
        by: 'user:default/omar',
      }),
    );
    await engine.reaches(run.id, 'needs_decision');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error?.message).toMatch(/^'.+' failed: one failed/);
  });

  it('asks again when the mission changed after the approval', async () => {
    const run = await start({
      mission: 'test/paint',
      targets: [{ cluster: 'one' }],
    });
    await engine.asks(run.id);
    const { missionVersion } = await engine.mission('paint', paint('green'));
    await engine.approve(run.id);
    await engine.asks(run.id);
    expect(await children(run.id)).toEqual([]);
    const [approval] = await engine.openApprovals(run.id);
    expect(approval.changes?.[0].desired).toMatchObject({ missionVersion });
    await engine.approve(run.id);
    await engine.until(async () => (await children(run.id)).length === 1);
    const [child] = await children(run.id);
    expect(child.mission_version).toBe(missionVersion);
    await engine.approve(child.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'green' });
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.childRunId).toBe(child.id);
  });
});
