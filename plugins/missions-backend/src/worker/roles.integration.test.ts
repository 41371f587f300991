import type { MissionStep } from '@mission-control/plugin-missions-common';
import {
  type NewRun,
  decideTarget,
  readEvents,
  readPlans,
  readSteps,
  readTargets,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const ROLES = {
  roles: { hub: { min: 1, max: 1 }, member: { min: 1, max: 50 } },
};
/** The hub gives a token; each member uses it. */
const init: MissionStep[] = [
  {
    id: 'prepare',
    role: 'hub',
    action: 'memory:set',
    input: { name: 'ready', value: 'yes' },
  },
  {
    id: 'init',
    role: 'hub',
    action: 'memory:get',
    input: { name: 'token' },
  },
];
const join: MissionStep = {
  id: 'join',
  role: 'member',
  action: 'memory:set',
  input: {
    name: 'token',
    value: "${{ roles.hub.steps['init'].output.value }}",
  },
};
const verify = [
  { id: 'set', check: 'memory:equals', input: { name: 'token', value: 't-1' } },
];

describe.each(ids)('roles on %s', id => {
  let engine: TestEngine;
  let hub: MemoryCluster;
  let members: MemoryCluster[];
  let targets: NewRun['targets'];

  beforeEach(async () => {
    hub = new MemoryCluster('hub');
    hub.objects.set('token', { data: 't-1' });
    members = ['a', 'b'].map(name => new MemoryCluster(name));
    // Members first: the order of the targets must not matter.
    targets = [
      ...members.map(member => ({ cluster: member.ref, role: 'member' })),
      { cluster: hub.ref, role: 'hub' },
    ];
    engine = await TestEngine.create(await databases.init(id), [
      hub,
      ...members,
    ]);
  });

  afterEach(async () => {
    await engine.stop();
  });

  const start = (spec: TestSpec, more: Partial<NewRun> = {}) =>
    engine.start({ targets: ROLES, verify, ...spec }, { targets, ...more });
  const targetOf = async (runId: string, targetId: string) =>
    (await readTargets({ tx: engine.store.db, runIds: [runId] })).find(
      target => target.targetId === targetId,
    )!;
  const close = (runId: string, targetId: string) =>
    engine.store.changeRun(runId, change =>
      decideTarget({
        change,
        targetId,
        decision: 'close',
        by: 'user:default/a',
      }),
    );
  /** Stops the hub in its first write until it is told to go on. */
  const holdHub = () => {
    let goOn = () => {};
    const gate = new Promise<void>(resolve => {
      goOn = resolve;
    });
    engine.hooks.afterWrite = async () => {
      engine.hooks.afterWrite = undefined;
      await gate;
    };
    return () => goOn();
  };

  it('waits for the output of another role without a worker, defers what reads it, and wakes up', async () => {
    const worker = await engine.worker();
    const goOn = holdHub();
    const run = await start({
      steps: [...init, join],
      waves: [{ canary: 1 }, { percent: 100, parallel: 1 }],
    });
    await engine.asks(run.id);
    const plans = await readPlans({ tx: engine.store.db, runId: run.id });
    expect(plans.map(plan => plan.changes.map(item => item.kind))).toEqual([
      ['deferred'],
      ['deferred'],
      ['create'],
    ]);
    expect(plans[0].changes[0].deferredReason).toBe(
      "It reads the output of step 'init' of role 'hub', which is known when that ran",
    );
    await engine.approve(run.id);
    await engine.until(
      async () =>
        (await targetOf(run.id, 'a')).reason ===
        "Waits for step 'init' of role 'hub'",
    );
    await engine.until(() => worker.busy === 1);
    expect((await targetOf(run.id, 'a')).leaseOwner).toBeUndefined();
    expect(members[0].objects.size).toBe(0);
    goOn();
    await engine.until(async () =>
      (await engine.openApprovals(run.id)).some(item => item.targetId === 'a'),
    );
    await engine.approve(run.id);
    await engine.until(async () =>
      (await engine.openApprovals(run.id)).some(item => item.targetId === 'b'),
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(members.map(item => item.objects.get('token')?.data)).toEqual([
      't-1',
      't-1',
    ]);
    expect((await targetOf(run.id, 'a')).reason).toBeUndefined();
  });

  it('waits for all targets of a role, and gives their outputs by name', async () => {
    await engine.worker();
    members.forEach((member, index) =>
      member.objects.set('token', { data: `t-${index}` }),
    );
    const run = await start({
      steps: [
        {
          id: 'look',
          role: 'member',
          action: 'memory:get',
          input: { name: 'token' },
        },
        {
          id: 'collect',
          role: 'hub',
          action: 'memory:set',
          input: {
            name: 'all',
            value: '${{ roles.member.steps.look.output }}',
          },
        },
      ],
      verify: [
        {
          id: 'all',
          check: 'memory:equals',
          if: 'target.role == "hub"',
          input: { name: 'token', value: 't-1' },
        },
        {
          id: 'members',
          check: 'memory:equals',
          if: 'target.role == "member"',
          input: {
            name: 'token',
            value: '${{ roles.member.steps.look.output[target.name].value }}',
          },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length > 0,
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(hub.objects.get('all')?.data).toEqual({
      a: { value: 't-0' },
      b: { value: 't-1' },
    });
  });

  it('waits with the role that needs a decision, and fails when it ended without the step', async () => {
    engine.failing.left = 2;
    await engine.worker();
    const run = await start({
      steps: [
        { id: 'init', role: 'hub', action: 'memory:fail' },
        { ...join, needs: ['init'], input: { name: 'token', value: 't-1' } },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    await engine.until(
      async () =>
        (await targetOf(run.id, 'b')).reason ===
        "Waits for step 'init' of role 'hub': a decision is needed on hub",
    );
    await close(run.id, 'hub');
    await engine.until(
      async () => (await targetOf(run.id, 'b')).state === 'needs_decision',
    );
    const steps = await readSteps({
      tx: engine.store.db,
      runId: run.id,
      targetId: 'b',
    });
    expect(steps[0].error).toMatchObject({
      code: 'STEP_FAILED',
      message: "It needs step 'init' of role 'hub', and hub ended without it",
    });
    expect(members[1].objects.size).toBe(0);
    await engine.until(
      async () => (await targetOf(run.id, 'a')).state === 'needs_decision',
    );
    await close(run.id, 'a');
    await close(run.id, 'b');
    await engine.reaches(run.id, 'failed');
  });

  it('goes on by itself when the failed step of the other role is tried again', async () => {
    engine.failing.left = 1;
    await engine.worker();
    const run = await start({
      steps: [
        { id: 'init', role: 'hub', action: 'memory:fail' },
        { ...join, needs: ['init'], input: { name: 'token', value: 't-1' } },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    await engine.store.changeRun(run.id, change =>
      decideTarget({
        change,
        targetId: 'hub',
        decision: 'retry',
        by: run.initiator,
      }),
    );
    await engine.reaches(run.id, 'succeeded');
    expect(members[1].objects.get('token')).toEqual({ data: 't-1' });
  });

  it('cannot prove an outcome that reads a role which ended without it', async () => {
    engine.failing.left = 1;
    await engine.worker();
    const run = await start({
      steps: [
        { id: 'init', role: 'hub', action: 'memory:fail' },
        { ...join, needs: [], input: { name: 'token', value: 't-1' } },
      ],
      verify: [
        ...verify,
        {
          id: 'hub-is-ready',
          check: 'memory:equals',
          if: 'target.role == "member"',
          input: { name: 'token', value: '${{ roles.hub.steps.init.output }}' },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'needs_decision');
    await close(run.id, 'hub');
    await engine.reaches(run.id, 'failed');
    expect(await targetOf(run.id, 'a')).toMatchObject({
      state: 'inconclusive',
      reason: "It needs step 'init' of role 'hub', and hub ended without it",
    });
  });

  it('keeps a sealed output sealed on the way to another role, and undoes without waiting', async () => {
    const canary = 'c4n4ry-token-value';
    hub.objects.set('token', { data: canary });
    const before = members[0].fingerprint;
    await engine.worker();
    const run = await start({
      steps: [init[0], { ...init[1], sealed: true }, join],
      verify: [
        {
          id: 'set',
          check: 'memory:equals',
          input: {
            name: 'token',
            value: "${{ roles.hub.steps['init'].output.value }}",
          },
        },
      ],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await engine.openApprovals(run.id)).length === 2,
    );
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(members[0].objects.get('token')).toEqual({ data: canary });

    const tables = [
      'run_targets',
      'run_steps',
      'run_events',
      'run_logs',
      'run_evidence',
      'run_journal',
      'approvals',
    ];
    for (const table of tables) {
      const text = JSON.stringify(await engine.store.db(table));
      expect([table, text.includes('c4n4ry')]).toEqual([table, false]);
    }
    const back = await engine.undo(run, members);
    await engine.approve(back.id);
    await engine.reaches(back.id, 'succeeded');
    expect(members[0].fingerprint).toBe(before);
  });

  it('takes back first what needed the other role, whoever is listed first', async () => {
    const all = [hub, ...members];
    const before = all.map(item => item.fingerprint);
    await engine.worker();
    const run = await start({
      steps: [
        ...init,
        { ...join, needs: ['init'], input: { name: 'token', value: 't-1' } },
      ],
      waves: [{ canary: 1 }, { percent: 100, parallel: 1 }],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const undo = await engine.undo(run, all);
    members[0].refusal = 'a is read-only';
    await engine.reaches(undo.id, 'blocked');
    members[0].refusal = undefined;
    await engine.store.changeRun(undo.id, change =>
      recheckTarget({ change, targetId: 'a', by: run.initiator }),
    );
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(all.map(item => item.fingerprint)).toEqual(before);
    const events = await readEvents({ tx: engine.store.db, runId: undo.id });
    const written = events
      .filter(event => event.type === 'journal.intent')
      .map(event => event.targetId);
    expect(written).toEqual(['a', 'b', 'hub']);

    const redo = await engine.undo(undo, all);
    await engine.approve(redo.id);
    await engine.reaches(redo.id, 'succeeded');
    expect(hub.objects.get('ready')).toEqual({ data: 'yes' });
  });

  it('wakes up with another worker when the first one is gone', async () => {
    const first = await engine.worker();
    const goOn = holdHub();
    const run = await start({
      steps: [
        ...init,
        { ...join, needs: ['init'], input: { name: 'token', value: 't-1' } },
      ],
    });
    await engine.approve(run.id);
    await engine.until(
      async () => (await targetOf(run.id, 'b')).reason !== undefined,
    );
    goOn();
    await first.stop();
    await engine.worker();
    await engine.reaches(run.id, 'succeeded');
    expect(members[1].objects.get('token')).toEqual({ data: 't-1' });
  });
});
