import type { RunState } from '@mission-control/plugin-missions-common';
import { defaultRules } from '../engine';
import { orbitOutcome } from '../orbits';
import { RunViewer } from '../services/runs/RunViewer';
import { waitingFor } from '../services/runs/waitingFor';
import {
  type NewRun,
  type RunRecord,
  readEvents,
  readTargets,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readOrbitRuns } from '../store/operations/readOrbitRuns';
import { readStuckRuns } from '../store/operations/readStuckRuns';
import { insertHourlyOrbit } from './__testUtils__/hourlyOrbit';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const look: TestSpec = { type: 'orbit', checks: [houseIsBlue] };
const fix: TestSpec = {
  approval: {
    policy: 'required',
    count: 1,
    from: [],
    notStarter: true,
    expires: '1h',
  },
  steps: [{ ...paintHouse, input: { name: 'house', value: 'red' } }],
  verify: [{ ...houseIsBlue, input: { name: 'house', value: 'red' } }],
};
const WHY = 'cluster-identity: one does not answer (CLUSTER_UNREACHABLE)';

describe.each(ids)('a cluster that is away from an orbit on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let two: MemoryCluster;

  async function open(lookEveryMs: number, giveUpAfterMs: number) {
    engine = await TestEngine.create(await databases.init(id), [one, two], {
      rules: { ...defaultRules, blocked: { lookEveryMs, giveUpAfterMs } },
    });
    await insertHourlyOrbit(engine.store);
    await engine.worker();
  }

  beforeEach(() => {
    one = new MemoryCluster('one');
    two = new MemoryCluster('two');
    one.unreachable = true;
    for (const cluster of [one, two]) {
      cluster.objects.set('house', { data: 'blue' } as never);
    }
  });

  afterEach(async () => {
    await engine.stop();
  });

  const start = (spec: TestSpec = look, options: Partial<NewRun> = {}) =>
    engine.start(spec, {
      trigger: { kind: 'schedule', orbitId: 'o1' },
      orbitId: 'o1',
      ...options,
    });
  const targets = ({ id: runId }: RunRecord) =>
    readTargets({ tx: engine.store.db, runIds: [runId] });
  const reach = (run: RunRecord, ...states: RunState[]) =>
    engine.until(async () => {
      const now = (await targets(run)).map(({ state }) => state);
      return now.join() === states.join();
    });
  const user = {
    ref: 'user:default/operator',
    ownershipRefs: [],
    isUser: true,
  };
  const viewOf = ({ id: runId }: RunRecord) =>
    new RunViewer(engine.store).run(runId, user, new Map());
  const helpOf = async (run: RunRecord) => {
    const view = await viewOf(run);
    return view?.targetsDetail.map(({ looksAgain }) => looksAgain);
  };
  const waits = async ({ id: runId }: RunRecord) => {
    const stuck = await readStuckRuns({ tx: engine.store.db });
    return waitingFor({ user, approvals: [], stuck }).get(runId);
  };
  const orbitRun = async () => {
    const { db: tx, dialect } = engine.store;
    const orbitIds = ['o1'];
    const [run] = await readOrbitRuns({ tx, dialect, orbitIds, limit: 1 });
    return run;
  };

  it('is looked at again by itself, and the whole run is proved', async () => {
    await open(200, 60_000);
    const run = await start();
    await reach(run, 'blocked', 'awaiting_approval');
    // It is looked at again and again: what is told is read between two looks.
    const [{ blockedSince }] = await targets(run);
    const since = Date.parse(blockedSince!);
    let wakeAt: string | undefined;
    let told: unknown;
    await engine.until(async () => {
      const [before] = await targets(run);
      told = { orbit: await orbitRun(), help: await helpOf(run) };
      [{ wakeAt }] = await targets(run);
      return wakeAt !== undefined && wakeAt === before.wakeAt;
    });
    expect(told).toMatchObject({
      orbit: { blocked: [{ cluster: 'one', reason: WHY }] },
      help: [
        { at: new Date(wakeAt!), until: new Date(since + 60_000) },
        undefined,
      ],
    });
    await engine.until(async () => {
      const events = await readEvents({ tx: engine.store.db, runId: run.id });
      return events.filter(event => event.data.again).length > 1;
    });
    expect((await targets(run))[0].blockedSince).toBe(blockedSince);
    expect((await viewOf(run))?.waitingSince).toEqual(new Date(since));
    one.unreachable = false;
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.verdict).toMatchObject({ assessed: 2, notAssessed: 0 });
    expect(await orbitRun()).toMatchObject({ blocked: [] });
  });

  it('is given up after its time, and the others are looked at', async () => {
    await open(100, 500);
    const run = await start();
    const ended = await engine.reaches(run.id, 'failed');
    expect(await targets(run)).toMatchObject([
      { targetId: 'one', state: 'failed', reason: WHY, wakeAt: undefined },
      { targetId: 'two', state: 'succeeded' },
    ]);
    expect(ended).toMatchObject({
      outcome: `one failed: ${WHY}; two succeeded`,
      verdict: { assessed: 1, notAssessed: 1 },
    });
    expect(orbitOutcome(await orbitRun())).toBe('partly');
    one.unreachable = false;
    const next = await start();
    await engine.reaches(next.id, 'succeeded');
  });

  it.each([
    ['is given up', 500, 'failed'],
    ['is looked at again', 60_000, 'succeeded'],
  ] as const)(
    'of a run that another run of the orbit started %s by itself',
    async (_what, giveUpAfterMs, end) => {
      await open(100, giveUpAfterMs);
      const run = await start(look, {
        orbitId: undefined,
        trigger: { kind: 'chain', orbitId: 'o1' },
      });
      await reach(run, 'blocked', 'awaiting_approval');
      one.unreachable = end === 'failed';
      expect(await engine.reaches(run.id, end)).toMatchObject({ state: end });
    },
  );

  it('is looked at again by the worker that comes after, a last time too', async () => {
    await open(30_000, 60_000);
    const run = await start();
    await reach(run, 'blocked', 'awaiting_approval');
    await engine.halt();
    const [{ wakeAt, leaseOwner }] = await targets(run);
    expect(leaseOwner).toBeUndefined();
    expect(wakeAt).toMatch(/Z$/);
    const longAgo = '2026-01-01T00:00:00.000Z';
    await engine.store
      .db('run_targets')
      .where({ run_id: run.id, target_id: 'one' })
      .update({ wake_at: longAgo, blocked_since: longAgo });
    one.unreachable = false;
    await engine.worker();
    await engine.reaches(run.id, 'succeeded');
  });

  it('comes back to the plan that is approved by people, not by itself', async () => {
    await open(50, 60_000);
    const back = await start(fix);
    await reach(back, 'blocked', 'awaiting_approval');
    expect(await engine.openApprovals(back.id)).toEqual([]);
    one.unreachable = false;
    await engine.asks(back.id);
    await reach(back, 'awaiting_approval', 'awaiting_approval');
    expect(one.fingerprint).toBe(two.fingerprint);
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it('is left out of what people approve once it was given up', async () => {
    await open(50, 400);
    const away = await start(fix);
    await engine.asks(away.id);
    await reach(away, 'failed', 'awaiting_approval');
    expect(two.objects.get('house')).toEqual({ data: 'blue' });
    await engine.approve(away.id);
    await reach(away, 'failed', 'succeeded');
    expect(one.objects.get('house')).toEqual({ data: 'blue' });
  });

  it.each([
    ['a run that helps itself', {}, undefined],
    [
      'a run that one of an orbit started',
      {
        orbitId: undefined,
        trigger: { kind: 'chain' as const, orbitId: 'o1' },
      },
      undefined,
    ],
    [
      'a run that a person started',
      { orbitId: undefined, trigger: { kind: 'api' as const } },
      ['blocked'],
    ],
  ])('in %s waits for its starter or for nobody', async (_what, own, need) => {
    await open(30_000, 60_000);
    two.unreachable = true;
    const run = await start(fix, own);
    await reach(run, 'blocked', 'blocked');
    expect(await waits(run)).toEqual(need);
  });

  it.each([
    ['of an orbit, also while a worker looks', {}, null, true],
    [
      'of one that a run of an orbit started',
      {
        orbitId: undefined,
        trigger: { kind: 'chain' as const, orbitId: 'o1' },
      },
      null,
      true,
    ],
    [
      'of a person, also where a worker wakes',
      { orbitId: undefined, trigger: { kind: 'api' as const } },
      '2999-01-01T00:00:00.000Z',
      false,
    ],
  ])('goes by the run on its page: %s', async (_what, own, wakeAt, told) => {
    await open(30_000, 60_000);
    const run = await start(look, own);
    await reach(run, 'blocked', 'awaiting_approval');
    await engine.store
      .db('run_targets')
      .where({ run_id: run.id, target_id: 'one' })
      .update({ wake_at: wakeAt });
    const [first] = (await helpOf(run)) ?? [];
    expect(first?.at !== undefined).toBe(told);
  });

  it('stays blocked in a run that a person started, until it is checked again', async () => {
    await open(20, 100);
    const run = await engine.start(look);
    await reach(run, 'blocked', 'awaiting_approval');
    one.unreachable = false;
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(await targets(run)).toMatchObject([
      { state: 'blocked', reason: WHY, wakeAt: undefined },
      { state: 'awaiting_approval' },
    ]);
    expect(await helpOf(run)).toEqual([undefined, undefined]);
    await engine.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'one', by: 'user:default/operator' }),
    );
    await engine.reaches(run.id, 'succeeded');
  });
});
