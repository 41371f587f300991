import {
  createRun,
  decideApproval,
  decideTarget,
  readApprovals,
  readPlans,
  readSteps,
  readTargets,
  recheckTarget,
} from '../store';
import { Sealer } from '../sealing';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { setClockAhead } from './__testUtils__/setClockAhead';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const paint: TestSpec = {
  steps: [paintHouse],
  verify: [houseIsBlue],
};

describe.each(ids)('plan and approval on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let two: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    two = new MemoryCluster('two');
    engine = await TestEngine.create(await databases.init(id), [one, two]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  it('gives the same run for the same key, and refuses the key for another request', async () => {
    const options = { idempotencyKey: 'k1', requestHash: 'h1' };
    const [first, second] = await Promise.all([
      engine.start(paint, options),
      engine.start(paint, options),
    ]);
    expect(second.id).toBe(first.id);
    await expect(
      engine.start(paint, { ...options, requestHash: 'h2' }),
    ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    for (const other of [
      { parameters: { name: 'web' } },
      { secrets: { token: 'hunter2-hunter2' } },
    ]) {
      await expect(
        engine.start(paint, { ...options, ...other }),
      ).rejects.toMatchObject({ code: 'IDEMPOTENCY_CONFLICT' });
    }
    const rows = await engine.store.db('runs').select('id');
    expect(rows).toHaveLength(1);
  });

  it('refuses a run of a mission version that is not stored', async () => {
    await expect(
      createRun({
        store: engine.store,
        run: {
          missionRef: 'test/none',
          missionVersion: 'x',
          type: 'install',
          title: 'None',
          initiator: 'user:default/operator',
          trigger: { kind: 'api' },
          parameters: {},
          targets: [],
        },
      }),
    ).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lets exactly one of two people decide who approve and reject at once', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    const [approval] = await engine.openApprovals(run.id);
    const said = await Promise.allSettled([
      engine.decide(approval, 'approve', 'user:default/a'),
      engine.decide(approval, 'reject', 'user:default/b'),
    ]);
    const refused = said.filter(item => item.status === 'rejected');
    expect(refused).toHaveLength(1);
    expect(refused[0].reason).toMatchObject({ code: 'APPROVAL_CLOSED' });
    const [decided] = await readApprovals({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(decided.decisions).toHaveLength(1);
    await engine.reaches(
      run.id,
      decided.state === 'approved' ? 'succeeded' : 'cancelled',
    );
  });

  it('says who rejected and why, on the run and on every cluster', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    const [{ id: approvalId, hash }] = await engine.openApprovals(run.id);
    await engine.store.changeRun(run.id, change =>
      decideApproval({
        change,
        id: approvalId,
        decider: { by: 'user:default/approver', ownershipRefs: [] },
        decision: 'reject',
        hash,
        comment: 'not on a Friday',
      }),
    );
    const ended = await engine.reaches(run.id, 'cancelled');
    const reason = 'Rejected by approver: not on a Friday';
    expect(ended.reason).toBe(reason);
    const targets = await readTargets({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(targets.map(target => target.reason)).toEqual([reason, reason]);
  });

  it('counts the same person once, and waits for as many as the policy wants', async () => {
    await engine.worker();
    const run = await engine.start({
      ...paint,
      approval: {
        policy: 'required',
        count: 2,
        from: [],
        notStarter: true,
        expires: '1h',
      },
    });
    await engine.asks(run.id);
    const [approval] = await engine.openApprovals(run.id);
    await expect(
      engine.decide(approval, 'approve', run.initiator),
    ).rejects.toMatchObject({ code: 'APPROVAL_NOT_YOURS' });
    await engine.decide(approval, 'approve', 'user:default/a');
    await engine.decide(approval, 'approve', 'user:default/a');
    expect(await engine.openApprovals(run.id)).toHaveLength(1);
    await engine.decide(approval, 'approve', 'user:default/b');
    await engine.reaches(run.id, 'succeeded');
  });

  it('refuses the approval of an old plan after a target was checked again', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    const [old] = await engine.openApprovals(run.id);
    one.objects.set('house', { data: 'red' });
    await engine.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'one', by: run.initiator }),
    );
    await engine.until(
      async () => (await engine.openApprovals(run.id))[0]?.id > old.id,
    );
    await expect(engine.decide(old, 'approve')).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
    });
    const [fresh] = await engine.openApprovals(run.id);
    await expect(
      engine.decide({ ...fresh, hash: old.hash }, 'approve'),
    ).rejects.toMatchObject({ code: 'PLAN_CHANGED' });
    expect(one.objects.get('house')).toEqual({ data: 'red' });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
  });

  it('rejects what nobody decided in time', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    await engine.store
      .db('approvals')
      .update({ expires_at: '2020-01-01T00:00:00.000Z' });
    const clock = setClockAhead(5_001);
    const ended = await engine
      .reaches(run.id, 'cancelled')
      .finally(() => clock.mockRestore());
    expect(ended.outcome).toMatch(/^one .*two .*cancelled/);
    expect(one.objects.size).toBe(0);
  });

  it('plans only, and ends', async () => {
    await engine.worker();
    const run = await engine.start(paint, { planOnly: true });
    await engine.reaches(run.id, 'planned');
    const plans = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plans.map(plan => plan.changes.map(item => item.kind))).toEqual([
      ['create'],
      ['create'],
    ]);
    expect(await engine.openApprovals(run.id)).toHaveLength(0);
    expect(one.objects.size).toBe(0);
  });

  it.each([
    [
      'a check before fails',
      {
        ...paint,
        preflight: [
          { id: 'fits', check: 'memory:equals', input: { name: 'quota' } },
        ],
      },
      /fits: quota is 0/,
    ],
    [
      'a step cannot be planned',
      { steps: [{ ...paint.steps![0], input: { name: 7 } }] },
      /paint: .*name/,
    ],
  ])(
    'ends a plan by itself and keeps the reason when %s',
    async (_title, spec, reason) => {
      one.objects.set('quota', { data: 0 });
      await engine.worker();
      const run = await engine.start(spec, { planOnly: true });
      const ended = await engine.reaches(run.id, 'failed');
      expect(ended.outcome).toMatch(/^one failed: /);
      const [target] = await readTargets({
        tx: engine.store.db,
        runIds: [run.id],
      });
      expect(target).toMatchObject({
        state: 'failed',
        reason: expect.stringMatching(reason),
      });
      expect(await engine.openApprovals(run.id)).toHaveLength(0);
    },
  );

  it('approves an empty plan by rule, and records the rule', async () => {
    one.objects.set('house', { data: 'blue' });
    two.objects.set('house', { data: 'blue' });
    await engine.worker();
    const run = await engine.start(paint);
    await engine.reaches(run.id, 'succeeded');
    const [approval] = await readApprovals({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(approval).toMatchObject({
      state: 'approved',
      automatic: expect.stringContaining('emptyPlans'),
      decisions: [],
    });
  });

  it('asks again for one target whose object changed since the plan', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    one.objects.set('house', { data: 'somebody else was here' });
    await engine.approve(run.id);
    await engine.until(async () =>
      (await engine.openApprovals(run.id)).some(item => item.kind === 'drift'),
    );
    await engine.until(() => two.objects.get('house')?.data === 'blue');
    await engine.asks(run.id);
    expect(one.objects.get('house')?.data).toBe('somebody else was here');
    const [drift] = await engine.openApprovals(run.id);
    expect(drift).toMatchObject({ kind: 'drift', targetId: 'one' });
    expect(drift.changes?.[0].fields?.[0].before).toBe(
      'somebody else was here',
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('does not ask for what belongs to another owner by now', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    one.objects.set('house', { data: 'red', owner: 'argocd' });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const steps = await readSteps({ tx: engine.store.db, runId: run.id });
    const [refused] = steps.filter(step => step.error);
    expect(refused).toMatchObject({
      targetId: 'one',
      stepId: 'paint',
      state: 'failed',
      error: {
        code: 'PLAN_CONFLICT',
        message: 'ConfigMap test/house is managed by argocd; it is about data',
        remedy: expect.stringContaining('Have the owner give it up'),
        object: expect.objectContaining({ name: 'house' }),
      },
    });
    expect(await engine.openApprovals(run.id)).toEqual([]);
    expect(one.objects.get('house')?.data).toBe('red');
    one.objects.delete('house');
    await engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'one',
        decision: 'retry',
        by: run.initiator,
        reason: 'argocd gave it up',
      }),
    );
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('asks for what a deferred write turns out to change', async () => {
    await engine.worker();
    const run = await engine.start({
      steps: [
        ...paint.steps!,
        { id: 'look', action: 'memory:get', input: { name: 'house' } },
        {
          id: 'copy',
          action: 'memory:set',
          input: { name: 'shed', value: '${{ steps.look.output.value }}' },
        },
      ],
      verify: paint.verify,
    });
    await engine.asks(run.id);
    const [plan] = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plan.changes.map(change => change.kind)).toEqual([
      'create',
      'deferred',
    ]);
    await engine.approve(run.id);
    await engine.until(
      async () =>
        (
          await engine.openApprovals(run.id)
        ).filter(item => item.kind === 'supplementary').length === 2,
    );
    expect(one.objects.has('shed')).toBe(false);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(one.objects.get('shed')).toEqual({ data: 'blue' });
  });

  it('blocks a target that a guard refuses, and goes on when checked again', async () => {
    one.refusal = 'one is read-only';
    await engine.worker();
    const run = await engine.start(paint);
    await engine.reaches(run.id, 'blocked');
    const [target] = await readTargets({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(target.reason).toContain('one is read-only');
    one.refusal = undefined;
    await engine.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'one', by: run.initiator }),
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
  });

  it('blocks a target that cannot be reached: unknown is not passed', async () => {
    two.unreachable = true;
    await engine.worker();
    const run = await engine.start(paint);
    await engine.reaches(run.id, 'blocked');
    await engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'two',
        decision: 'close',
        by: run.initiator,
        reason: 'It is gone',
      }),
    );
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'failed');
    const [, closed] = await readTargets({
      tx: engine.store.db,
      runIds: [run.id],
    });
    expect(closed.reason).toMatch(/two.*; closed by operator: It is gone$/);
    expect(ended.outcome).toBe(`two failed: ${closed.reason}; one succeeded`);
  });

  it('stops when the cluster is another one than the planned', async () => {
    await engine.worker();
    const run = await engine.start(paint);
    await engine.asks(run.id);
    one.uid = 'another';
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    const [step] = await readSteps({ tx: engine.store.db, runId: run.id });
    expect(step.error?.code).toBe('CLUSTER_CHANGED');
    expect(one.objects.size).toBe(0);
  });
});

describe.each(ids)('a store without a sealing key on %s', id => {
  it('refuses secrets, blocks writes, and reads all the same', async () => {
    const one = new MemoryCluster('one');
    const engine = await TestEngine.create(await databases.init(id), [one], {
      sealer: new Sealer(),
    });
    await engine.worker();
    await expect(
      engine.start(paint, { secrets: { token: 'hunter2hunter2' } }),
    ).rejects.toMatchObject({ code: 'SECRET_KEY_MISSING' });
    const run = await engine.start(paint);
    await engine.reaches(run.id, 'blocked');
    const [plan] = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plan.problems?.[0].code).toBe('SECRET_KEY_MISSING');
    const look = await engine.start({
      steps: [{ id: 'look', action: 'memory:get', input: { name: 'house' } }],
      verify: [
        { id: 'none', check: 'memory:equals', input: { name: 'house' } },
      ],
    });
    await engine.reaches(look.id, 'succeeded');
    await engine.stop();
  });
});
