import { defaultRules } from '../engine';
import {
  readApprovals,
  readEvents,
  readPlans,
  readSteps,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

const paint: TestSpec = { steps: [paintHouse], verify: [houseIsBlue] };
const look = { id: 'look', action: 'memory:get', input: { name: 'house' } };

describe.each(ids)('a target that was approved, on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    engine = await TestEngine.create(await databases.init(id), [one], {
      // Each plan is compared again before its first write.
      rules: { ...defaultRules, recheckAfterMs: -1 },
    });
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  const checkAgain = (runId: string) =>
    engine.store.changeRun(runId, change =>
      recheckTarget({ change, targetId: 'one', by: 'user:default/operator' }),
    );

  /** Its house is another when it was approved. */
  async function drifts(data: string, owner?: string) {
    const run = await engine.start(paint);
    await engine.asks(run.id);
    one.objects.set('house', { data, ...(owner && { owner }) });
    await engine.approve(run.id);
    return run.id;
  }

  async function openAfter(runId: string, oldId: string) {
    await engine.until(async () =>
      (await engine.openApprovals(runId)).some(open => open.id !== oldId),
    );
    return engine.openApprovals(runId);
  }

  it('is told what is another than approved, though another owner stood in the way between', async () => {
    const runId = await drifts('red', 'argocd');
    await engine.reaches(runId, 'blocked');
    expect(await engine.openApprovals(runId)).toEqual([]);
    one.objects.set('house', { data: 'green' });
    await checkAgain(runId);
    await engine.asks(runId);
    expect(await engine.openApprovals(runId)).toMatchObject([
      {
        kind: 'drift',
        targetId: 'one',
        message: expect.stringContaining('ConfigMap test/house'),
        changes: [{ drift: 'has another value of data' }],
      },
    ]);
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('is checked again as often as it takes, and writes nothing unapproved', async () => {
    const runId = await drifts('red', 'argocd');
    await engine.reaches(runId, 'blocked');
    one.objects.set('house', { data: 'green' });
    await checkAgain(runId);
    await engine.asks(runId);
    // As of an installation that compares only old plans: this one is new.
    const { recheckAfterMs } = defaultRules;
    Object.assign(engine.store.rules, { recheckAfterMs });
    const [old] = await engine.openApprovals(runId);
    await checkAgain(runId);
    await openAfter(runId, old.id);
    expect(one.objects.get('house')).toEqual({ data: 'green' });
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
  });

  it('goes on when what stood in the way is gone, and all is as approved', async () => {
    const runId = await drifts('red', 'argocd');
    await engine.reaches(runId, 'blocked');
    one.objects.delete('house');
    await checkAgain(runId);
    await engine.reaches(runId, 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
    const events = await readEvents({ tx: engine.store.db, runId });
    expect(events).toContainEqual(
      expect.objectContaining({
        type: 'target.running',
        message: 'The plan is what was approved before',
      }),
    );
  });

  it('waits for the approval of the run when it acts as somebody else by now', async () => {
    const runId = await drifts('red', 'argocd');
    await engine.reaches(runId, 'blocked');
    one.objects.delete('house');
    one.standing = { identity: 'system:other' };
    await checkAgain(runId);
    await engine.asks(runId);
    expect(await engine.openApprovals(runId)).toMatchObject([{ kind: 'plan' }]);
    expect(one.objects.size).toBe(0);
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
  });

  it('asks for itself again with what is there by now', async () => {
    const runId = await drifts('red');
    await engine.asks(runId);
    const [old] = await engine.openApprovals(runId);
    one.objects.set('house', { data: 'green' });
    await checkAgain(runId);
    expect(await openAfter(runId, old.id)).toMatchObject([
      {
        kind: 'drift',
        targetId: 'one',
        changes: [
          {
            drift: 'has another value of data',
            fields: [{ before: 'green' }],
          },
        ],
      },
    ]);
    await expect(engine.decide(old, 'approve')).rejects.toMatchObject({
      code: 'APPROVAL_CLOSED',
    });
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
  });

  it('goes on when it is checked again and is as approved', async () => {
    const runId = await drifts('red');
    await engine.asks(runId);
    one.objects.delete('house');
    await checkAgain(runId);
    await engine.reaches(runId, 'succeeded');
    const [plan] = await readPlans({ tx: engine.store.db, runId });
    expect(plan.changes).toMatchObject([{ kind: 'create' }]);
  });

  it.each([
    ['off', 'on', undefined],
    ['on', 'off', { data: 'blue' }],
  ])(
    'does what was approved while the flag was %s, though it was %s between',
    async (approved, between, shed) => {
      one.objects.set('flag', { data: approved });
      const { id: runId } = await engine.start({
        ...paint,
        steps: [
          { ...look, input: { name: 'flag' } },
          {
            id: 'shed',
            action: 'memory:set',
            if: "steps.look.output.value == 'on'",
            input: { name: 'shed', value: 'blue' },
          },
          paintHouse,
        ],
      });
      await engine.asks(runId);
      one.objects.set('flag', { data: between });
      await engine.approve(runId);
      await engine.until(async () =>
        (
          await engine.openApprovals(runId)
        ).some(({ kind }) => kind === 'drift'),
      );
      one.objects.set('flag', { data: approved });
      await checkAgain(runId);
      await engine.reaches(runId, 'succeeded');
      expect(one.objects.get('shed')).toEqual(shed);
    },
  );

  /** A run that waits for what its last step, `copy`, knows by now to change. */
  async function asksLate() {
    const run = await engine.start({
      steps: [
        paintHouse,
        look,
        {
          id: 'copy',
          action: 'memory:set',
          input: { name: 'shed', value: '${{ steps.look.output.value }}' },
        },
      ],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.until(async () =>
      (
        await engine.openApprovals(run.id)
      ).some(({ kind }) => kind === 'supplementary'),
    );
    const [asked] = await engine.openApprovals(run.id);
    one.objects.set('shed', { data: 'old' });
    return { runId: run.id, asked };
  }

  it('keeps what it did when a later step asks again', async () => {
    const { runId, asked } = await asksLate();
    await checkAgain(runId);
    expect(await openAfter(runId, asked.id)).toMatchObject([
      { kind: 'supplementary', changes: [{ fields: [{ before: 'old' }] }] },
    ]);
    const steps = await readSteps({ tx: engine.store.db, runId });
    expect(steps.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
      'pending',
    ]);
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    expect(engine.hooks.calls).toHaveLength(2);
    expect(one.objects.get('shed')).toEqual({ data: 'blue' });
  });

  it('is told what is another than it approved late', async () => {
    const { runId, asked } = await asksLate();
    await engine.decide(asked, 'approve');
    expect(await openAfter(runId, asked.id)).toMatchObject([
      {
        kind: 'supplementary',
        message:
          'The cluster changed since the plan was approved: ConfigMap test/shed has another value of data',
        changes: [{ drift: 'has another value of data' }],
      },
    ]);
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
  });

  it('asks nobody about what it only reads', async () => {
    let asked = 0;
    one.objects.get = () => ({ data: ++asked } as object);
    const run = await engine.start({ steps: [look] });
    await engine.reaches(run.id, 'inconclusive');
    const { db } = engine.store;
    expect(await readApprovals({ tx: db, runIds: [run.id] })).toMatchObject([
      { kind: 'plan', automatic: expect.stringContaining('emptyPlans') },
      {
        kind: 'drift',
        targetId: 'one',
        message: expect.stringContaining('step look reads something else'),
        automatic: expect.stringContaining('emptyPlans'),
      },
    ]);
  });
});
