import type { RunState } from '@mission-control/plugin-missions-common';
import { defaultRules } from '../engine';
import { findingList } from '../services/runs/findingList';
import {
  type RunRecord,
  decideTarget,
  readEvents,
  readEvidence,
  readFindings,
  readTargets,
  requestCancel,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readOrbitRuns } from '../store/operations/readOrbitRuns';
import { insertHourlyOrbit } from './__testUtils__/hourlyOrbit';
import { houseIsBlue } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const look: TestSpec = { type: 'orbit', checks: [houseIsBlue] };
const OPERATOR = 'user:default/operator';

describe.each(ids)('what an orbit knows on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let two: MemoryCluster;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    two = new MemoryCluster('two');
    for (const { objects } of [one, two]) {
      objects.set('house', { data: 'red' });
    }
    engine = await TestEngine.create(await databases.init(id), [one, two], {
      rules: {
        ...defaultRules,
        blocked: { lookEveryMs: 50, giveUpAfterMs: 200 },
      },
    });
    await insertHourlyOrbit(engine.store);
    await engine.worker();
  });

  afterEach(async () => {
    await engine.stop();
  });

  const start = (spec: TestSpec = look) =>
    engine.start(spec, {
      trigger: { kind: 'schedule', orbitId: 'o1' },
      orbitId: 'o1',
    });
  const looked = async (end: RunState = 'succeeded', spec?: TestSpec) =>
    engine.reaches((await start(spec)).id, end);
  const findings = async ({ id: runId }: RunRecord) =>
    (await readFindings({ tx: engine.store.db, runId }))
      .map(({ targetId, status }) => `${targetId} ${status}`)
      .sort();
  /** What is told to be of the cluster that is watched, of another one's run. */
  const elsewhere = async ({ id: runId }: RunRecord) =>
    (await findingList({ tx: engine.store.db, runId })).items
      .filter(item => item.elsewhere)
      .map(({ targetId, status }) => `${targetId} ${status}`);
  const stateOf = async (run: RunRecord, targetId: string) =>
    (await readTargets({ tx: engine.store.db, runIds: [run.id] })).find(
      target => target.targetId === targetId,
    )?.state;

  it('is kept as not assessed on a cluster that is given up, and goes on when it is back', async () => {
    const first = await looked();
    expect(first.verdict).toMatchObject({ findings: 2, new: 2 });
    two.unreachable = true;
    const away = await looked('failed');
    expect(away.verdict).toMatchObject({
      findings: 2,
      persisting: 1,
      worst: 'high',
    });
    expect(await findings(away)).toEqual([
      'one persisting',
      'two not_assessed',
    ]);
    const { heat } = await findingList({
      tx: engine.store.db,
      runId: away.id,
    });
    expect(heat).toContainEqual({
      targetId: 'two',
      check: 'is-blue',
      status: 'not_assessed',
      count: 1,
    });
    const again = await looked('failed');
    expect(await findings(again)).toEqual([
      'one persisting',
      'two not_assessed',
    ]);
    two.unreachable = false;
    const back = await looked();
    expect(await findings(back)).toEqual(['one persisting', 'two persisting']);
    const since = async (run: RunRecord) =>
      (await readFindings({ tx: engine.store.db, runId: run.id }))[1].since;
    expect(await since(back)).toBe(await since(first));
  });

  it('says in the history that it was given up, and after how long', async () => {
    two.unreachable = true;
    const { id: runId } = await looked('failed');
    const events = await readEvents({ tx: engine.store.db, runId });
    expect(events.find(({ type }) => type === 'target.failed')).toMatchObject({
      targetId: 'two',
      message:
        'Given up after 1 s: cluster-identity: two does not answer (CLUSTER_UNREACHABLE)',
      data: { givenUp: true },
    });
  });

  it('is kept when the look is cancelled before it looked', async () => {
    await looked();
    const run = await start({
      ...look,
      steps: [{ id: 'wait', action: 'memory:wait', timeout: '5m' }],
    });
    await engine.until(async () => (await stateOf(run, 'two')) === 'running');
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    const ended = await engine.reaches(run.id, 'cancelled');
    expect(ended.verdict).toMatchObject({ findings: 2, new: 0 });
    expect(await findings(ended)).toEqual([
      'one not_assessed',
      'two not_assessed',
    ]);
  });

  const alsoBlue = { ...houseIsBlue, id: 'is-also-blue' };

  it.each([
    [
      'a mission that no longer has the check',
      [alsoBlue],
      "Nobody looks any more: the mission no longer has the check 'is-blue'",
    ],
    [
      'a check whose condition is false by now',
      [{ ...houseIsBlue, if: 'false' }, alsoBlue],
      "Nobody looked: the condition of the check 'is-blue' does not hold any more",
    ],
  ])(
    'is not fixed by %s: it is told once, and ends',
    async (_, checks, message) => {
      const first = await looked('succeeded', {
        ...look,
        checks: [houseIsBlue, alsoBlue],
      });
      expect(first.verdict).toMatchObject({ findings: 4, new: 4 });
      const without = { ...look, checks };
      const told = await looked('succeeded', without);
      expect(told.verdict).toMatchObject({ findings: 4, fixed: 0 });
      const { items } = await findingList({
        tx: engine.store.db,
        runId: told.id,
      });
      expect(
        items.filter(({ check }) => check === houseIsBlue.id),
      ).toMatchObject(Array(2).fill({ status: 'not_assessed', message }));
      const after = await looked('succeeded', without);
      expect(after.verdict).toMatchObject({
        findings: 2,
        persisting: 2,
        fixed: 0,
      });
      expect(await findings(after)).toEqual([
        'one persisting',
        'two persisting',
      ]);
    },
  );

  it('stays as not assessed while no condition of a check holds', async () => {
    const first = await looked();
    const unless = { ...look, checks: [{ ...houseIsBlue, if: 'false' }] };
    for (const _again of [1, 2]) {
      expect(await findings(await looked('inconclusive', unless))).toEqual([
        'one not_assessed',
        'two not_assessed',
      ]);
    }
    const back = await looked();
    expect(back.verdict).toMatchObject({ findings: 2, persisting: 2 });
    const since = async (run: RunRecord) =>
      (await readFindings({ tx: engine.store.db, runId: run.id }))[0].since;
    expect(await since(back)).toBe(await since(first));
  });

  it('is told once, and ends, when the mission has no check left, however that run ends', async () => {
    const blind: TestSpec = {
      type: 'install',
      steps: [{ id: 'nothing', action: 'core:noop' }],
    };
    const message =
      "Nobody looks any more: the mission no longer has the check 'is-blue'";
    const first = await looked();
    two.unreachable = true;
    const told = await looked('failed', blind);
    expect(
      await readFindings({ tx: engine.store.db, runId: told.id }),
    ).toMatchObject(
      (await readFindings({ tx: engine.store.db, runId: first.id })).map(
        ({ fingerprint, targetId, since }) => ({
          fingerprint,
          targetId,
          since,
          status: 'not_assessed',
          finding: { message },
        }),
      ),
    );
    two.unreachable = false;
    for (const _again of [1, 2]) {
      expect(await findings(await looked('inconclusive', blind))).toEqual([]);
    }
  });

  it('is kept when a person closes a cluster whose step failed', async () => {
    await looked();
    engine.failing.left = 99;
    const run = await start({
      ...look,
      steps: [{ id: 'fail', action: 'memory:fail' }],
    });
    await engine.until(
      async () => (await stateOf(run, 'two')) === 'needs_decision',
    );
    await engine.until(
      async () => (await stateOf(run, 'one')) === 'needs_decision',
    );
    const { db: tx, dialect } = engine.store;
    const [held] = await readOrbitRuns({
      tx,
      dialect,
      orbitIds: ['o1'],
      limit: 1,
    });
    expect(held).toMatchObject({
      blocked: [],
      undecided: [{ cluster: 'one' }, { cluster: 'two' }],
    });
    for (const targetId of ['one', 'two']) {
      await engine.store.changeRun(run.id, change =>
        decideTarget({ change, targetId, decision: 'close', by: OPERATOR }),
      );
    }
    const ended = await engine.reaches(run.id, 'failed');
    expect(await findings(ended)).toEqual([
      'one not_assessed',
      'two not_assessed',
    ]);
  });

  it('is kept when another cluster answers in the middle of a look', async () => {
    await looked();
    const run = await start({
      ...look,
      steps: [{ id: 'wait', action: 'memory:wait', timeout: '5m' }],
    });
    await engine.until(async () => (await stateOf(run, 'two')) === 'running');
    two.uid = 'another';
    await engine.until(
      async () => (await stateOf(run, 'two')) === 'needs_decision',
    );
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    const ended = await engine.reaches(run.id, 'cancelled');
    expect(await findings(ended)).toContain('two not_assessed');
  });

  describe('while another cluster answers behind a name', () => {
    const answerAs = (uid: string, house: string) => {
      two.uid = uid;
      two.objects.set('house', { data: house });
    };
    const pinned = async () => {
      const { db: tx, dialect } = engine.store;
      const orbitIds = ['o1'];
      const [run] = await readOrbitRuns({ tx, dialect, orbitIds, limit: 1 });
      return run.pinned;
    };

    it('is not fixed, stays for as long, and goes on as if nothing had been', async () => {
      await looked();
      answerAs('another', 'blue');
      const other = await looked();
      expect(await findings(other)).toEqual([
        'one persisting',
        'two not_assessed',
      ]);
      expect(other.verdict).toMatchObject({ findings: 2, fixed: 0 });
      expect(await elsewhere(other)).toEqual(['two not_assessed']);
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two not_assessed',
      ]);
      answerAs('uid-two', 'red');
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two persisting',
      ]);
      answerAs('uid-two', 'blue');
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two fixed',
      ]);
    });

    it('is told apart from the same finding on the other one', async () => {
      await looked();
      answerAs('another', 'red');
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two new',
        'two not_assessed',
      ]);
      const other = await looked();
      expect(await findings(other)).toEqual([
        'one persisting',
        'two not_assessed',
        'two persisting',
      ]);
      expect(await elsewhere(other)).toEqual(['two not_assessed']);
      two.unreachable = true;
      const unheard = await looked('failed');
      expect(await findings(unheard)).toEqual([
        'one persisting',
        'two not_assessed',
        'two not_assessed',
      ]);
      expect(await elsewhere(unheard)).toEqual([]);
      two.unreachable = false;
      answerAs('another', 'blue');
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two fixed',
        'two not_assessed',
      ]);
      answerAs('uid-two', 'red');
      expect(await findings(await looked())).toEqual([
        'one persisting',
        'two persisting',
      ]);
    });

    it('does not pile up with every cluster that answers', async () => {
      await looked();
      for (const uid of ['second', 'third', 'fourth']) {
        answerAs(uid, 'red');
        expect(await findings(await looked())).toEqual([
          'one persisting',
          'two new',
          'two not_assessed',
        ]);
      }
    });

    it('is not fixed by a look that a person started either', async () => {
      const byHand = async () =>
        engine.reaches((await engine.start(look)).id, 'succeeded');
      expect(await findings(await byHand())).toEqual(['one new', 'two new']);
      answerAs('another', 'blue');
      expect(await findings(await byHand())).toEqual(['one persisting']);
      answerAs('uid-two', 'red');
      expect(await findings(await byHand())).toEqual([
        'one persisting',
        'two persisting',
      ]);
    });

    it('is said by the check of who the cluster is, and for the orbit', async () => {
      await looked();
      expect((await pinned())[1]).toEqual({ cluster: 'two', uid: 'uid-two' });
      answerAs('another', 'blue');
      await looked();
      const { id: runId } = await looked();
      const evidence = await readEvidence({
        tx: engine.store.db,
        runId,
        targetId: 'two',
      });
      expect(evidence[0].result).toMatchObject({
        id: 'cluster-identity',
        status: 'warn',
        message: expect.stringMatching(
          /^The UID of kube-system is another, and was uid-two when/,
        ),
        remedy: { text: expect.stringContaining('enable it anew') },
      });
      expect(await pinned()).toEqual([
        { cluster: 'one', uid: 'uid-one', watchedUid: undefined },
        { cluster: 'two', uid: 'another', watchedUid: 'uid-two' },
      ]);
      answerAs('uid-two', 'red');
      await looked();
      expect((await pinned())[1]).toEqual({ cluster: 'two', uid: 'uid-two' });
    });
  });
});
