import { ConfigReader } from '@backstage/config';
import type { MissionNotification } from '@mission-control/plugin-missions-node';
import { mockLogger } from '../__testUtils__/mockLogger';
import { startUndo } from '../services/runs/startUndo';
import {
  decideApproval,
  decideTarget,
  readTargets,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { delegateApproval } from '../store/operations/delegations';
import { insertOrbit } from '../store/operations/insertOrbit';
import { Telemetry } from '../telemetry';
import { RecordedMetrics } from '../telemetry/__testUtils__/RecordedMetrics';
import { houseIsBlue, paintHouse } from '../worker/__testUtils__/house';
import { MemoryCluster } from '../worker/__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from '../worker/__testUtils__/TestEngine';
import { readNotificationRules } from './notificationRules';
import { WaitingNotifier } from './WaitingNotifier';

jest.setTimeout(60_000);

const SETTLE_MS = 300;

const { ids, databases } = engineDatabases({ both: true });
const GROUP = 'group:default/approvers';
const DEFAULT = 'group:default/platform';
const STARTER = 'user:default/operator';

const paint = (from: string[]): TestSpec => ({
  approval: {
    policy: 'required',
    count: 1,
    from,
    notStarter: true,
    expires: '1h',
  },
  steps: [
    paintHouse,
    { id: 'break', action: 'memory:fail', input: { text: 'No ladder' } },
  ],
  verify: [houseIsBlue],
});

describe.each(ids)('WaitingNotifier on %s', id => {
  let engine: TestEngine;
  let notifier: WaitingNotifier;
  const sent: MissionNotification[] = [];
  const rules = { approvers: [DEFAULT], path: '/ops/missions' };
  const logger = mockLogger();
  let metrics: RecordedMetrics;

  beforeEach(async () => {
    sent.length = 0;
    metrics = new RecordedMetrics();
    engine = await TestEngine.create(
      await databases.init(id),
      [new MemoryCluster('one'), new MemoryCluster('two')],
      { telemetry: Telemetry.create({ metrics }) },
    );
    await engine.worker();
    notifier = WaitingNotifier.create({
      store: engine.store,
      logger,
      rules,
      settleMs: SETTLE_MS,
      notifiers: [
        {
          id: 'broken',
          notify: async () => {
            throw new Error('No network');
          },
        },
        { id: 'memory', notify: async message => void sent.push(message) },
      ],
    });
    notifier.start();
  });

  afterEach(async () => {
    await engine.stop();
    await notifier.stop();
  });

  /** An event of a run, as the feed gives it. */
  const happens = (runId: string, type: string, seq = 1) =>
    engine.store.feed.publish({
      kind: 'event',
      runId,
      event: { runId, seq, at: new Date().toISOString(), type, data: {} },
    });

  it('asks those whom the policy names, with a link to the run', async () => {
    const run = await engine.start(paint([GROUP]));
    await engine.until(() => sent.length > 0);
    expect(sent[0]).toMatchObject({
      recipients: [GROUP],
      title: 'Approval needed: A run',
      severity: 'high',
      except: [STARTER],
      link: `/ops/missions/runs/${run.id}`,
    });
  });

  it('tells who stands in of an approval when it is opened, or when they get a voice, once', async () => {
    const [EVE, BOB] = ['user:default/eve', 'user:default/bob'];
    const decider = {
      by: 'user:default/ann',
      ownershipRefs: ['user:default/ann', GROUP],
    };
    const hand = (runId: string, asked: string, to: string, until?: Date) =>
      engine.store.changeRun(runId, change =>
        delegateApproval({ change, id: asked, decider, to, until }),
      );
    const first = await engine.start(paint([GROUP]));
    await engine.until(() => sent.length === 1);
    const [approval] = await engine.openApprovals(first.id);
    // Who is asked already hears nothing again.
    await hand(first.id, approval.id, GROUP);
    await hand(first.id, approval.id, EVE);
    await engine.until(() => sent.length === 2);
    expect(sent[1]).toEqual({ ...sent[0], recipients: [EVE] });
    await hand(first.id, approval.id, BOB, new Date(Date.now() + 3_600_000));
    await engine.until(() => sent.length === 3);
    expect(sent[2].recipients).toEqual([BOB]);

    await engine.store.changeRun(first.id, change =>
      decideApproval({ ...approval, change, decider, decision: 'reject' }),
    );
    await engine.until(() => sent.length === 4);
    expect(sent[3].title).toBe('Rejected: A run');
    expect([...sent[3].recipients].sort()).toEqual([GROUP, BOB, EVE].sort());

    await engine.start(paint([GROUP]));
    await engine.until(() => sent.length === 5);
    expect(sent[4]).toMatchObject({
      title: 'Approval needed: A run',
      recipients: [GROUP, BOB],
    });
    await notifier.stop();
    expect(sent).toHaveLength(5);
  });

  it('does not let one notifier that is broken stop the others', async () => {
    await engine.start(paint([GROUP]));
    await engine.until(() => sent.length > 0);
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('broken'),
      expect.any(Error),
    );
    expect(metrics.told('missions.notifications')).toEqual(
      [
        ['broken', 'failed'],
        ['memory', 'taken'],
      ].map(([name, result]) => ({
        value: 1,
        attributes: {
          'missions.notifier': name,
          'missions.notification.result': result,
        },
      })),
    );
  });

  it('asks those of the configuration when the policy names nobody', async () => {
    await engine.start(paint([]));
    await engine.until(() => sent.length > 0);
    expect(sent).toEqual([
      expect.objectContaining({
        recipients: [DEFAULT],
        title: 'Approval needed: A run',
      }),
    ]);
  });

  it('says in the same scope that an approval is decided', async () => {
    const run = await engine.start(paint([]));
    await engine.until(() => sent.length === 1);
    const [approval] = await engine.openApprovals(run.id);
    await engine.decide(approval, 'reject');
    await engine.until(() => sent.length === 2);
    await notifier.stop();
    expect(sent[1]).toMatchObject({
      recipients: [DEFAULT],
      severity: 'low',
      title: 'Rejected: A run',
      scope: sent[0].scope,
    });
    expect(sent).toHaveLength(2);
  });

  it('tells the starter of all clusters that failed in one scope, and of the end', async () => {
    engine.failing.left = 2;
    const run = await engine.start(paint([]));
    await engine.approve(run.id);
    await engine.until(async () =>
      (
        await readTargets({ tx: engine.store.db, runIds: [run.id] })
      ).every(({ state }) => state === 'needs_decision'),
    );
    const toStarter = () =>
      sent.filter(({ recipients: [to] }) => to === STARTER);
    await engine.until(() =>
      Boolean(toStarter().at(-1)?.description.endsWith('on one, two')),
    );
    expect(toStarter()[0]).toMatchObject({
      severity: 'high',
      title: 'Failed on one, two, decide how to go on: A run',
      description: expect.stringContaining('No ladder'),
    });
    for (const targetId of ['one', 'two']) {
      await engine.store.changeRun(run.id, change =>
        decideTarget({ change, targetId, decision: 'close', by: STARTER }),
      );
    }
    await engine.until(() => toStarter().at(-1)?.severity === 'low');
    expect(toStarter().at(-1)?.title).toBe('Failed: A run');
    expect(new Set(toStarter().map(({ scope }) => scope)).size).toBe(1);
  });

  it('says at the end of an undo what it left', async () => {
    const [one] = engine.clusters;
    const { id: runId } = await engine.start(
      {
        steps: ['house', 'tree'].map(name => ({
          id: name,
          action: 'memory:set',
          input: { name, value: 'blue' },
        })),
        verify: [houseIsBlue],
      },
      { targets: [{ cluster: one.ref }] },
    );
    await engine.approve(runId);
    await engine.reaches(runId, 'succeeded');
    one.objects.set('house', { data: 'green' });
    one.unreachable = true;
    const house = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      namespace: 'test',
      name: 'house',
    };
    const undo = await startUndo({
      store: engine.store,
      runId,
      request: { keepDrift: [house] },
      initiator: STARTER,
    });
    const told = () => sent.filter(({ scope }) => scope.includes(undo.id));
    await engine.until(() => told().some(({ title }) => /^Block/.test(title)));
    one.unreachable = false;
    await engine.store.changeRun(undo.id, change =>
      recheckTarget({ change, targetId: 'one', by: STARTER }),
    );
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    const ends = () =>
      told().filter(({ title }) => /^(Taken|Veri)/.test(title));
    await engine.until(() => ends().length > 0);
    expect(ends()[0]).toMatchObject({
      title: 'Taken back, except 1 object: Undo: A run',
      severity: 'high',
      recipients: [STARTER],
    });
  });

  it('makes one message of clusters that fail one after the other', async () => {
    engine.failing.left = 2;
    const run = await engine.start(paint([]));
    await engine.approve(run.id);
    await engine.until(() =>
      sent.some(
        ({ severity, recipients: [to] }) =>
          severity === 'high' && to === STARTER,
      ),
    );
    await engine.halt();
    sent.length = 0;
    const failed = (
      await engine.store
        .db('run_events')
        .where({ run_id: run.id, type: 'target.needs_decision' })
    ).map(({ seq }) => seq);
    expect(failed).toHaveLength(2);
    for (const seq of failed) {
      happens(run.id, 'target.needs_decision', seq);
      await new Promise(resolve => setTimeout(resolve, SETTLE_MS / 3));
    }
    await notifier.stop();
    expect(sent.map(({ title }) => title)).toEqual([
      'Failed on one, two, decide how to go on: A run',
    ]);
  });

  it('tells once that a run of an orbit is blocked, however often it is looked at', async () => {
    const { db } = engine.store;
    await insertOrbit({
      tx: db,
      orbit: {
        id: 'o1',
        missionRef: 'test/mission',
        title: 'Every hour',
        schedule: { cadence: 'hourly', timeZone: 'Etc/UTC' },
        targets: [],
        parameters: {},
        owner: STARTER,
        paused: false,
        createdAt: new Date().toISOString(),
      },
    });
    engine.clusters[0].unreachable = true;
    const run = await engine.start(paint([]), { orbitId: 'o1' });
    await engine.until(() => sent.length === 1);
    expect(sent[0]).toMatchObject({
      title: 'Held up on one: A run',
      description: expect.stringContaining('looked at again by itself'),
      recipients: [STARTER],
      severity: 'low',
    });
    const again = { run_id: run.id, type: 'target.blocked' };
    await engine.until(async () => {
      await db('run_targets')
        .where({ run_id: run.id, state: 'blocked' })
        .update({ wake_at: '2026-01-01T00:00:00.000Z' });
      return (await db('run_events').where(again)).length > 2;
    });
    await engine.halt();
    await notifier.stop();
    expect(sent).toHaveLength(1);
  });

  it('tells what happens just as its work ends', async () => {
    const run = await engine.start(paint([]));
    await engine.asks(run.id);
    await engine.halt();
    await notifier.stop();
    const told: string[] = [];
    let after = 0;
    const eager = WaitingNotifier.create({
      store: engine.store,
      logger,
      rules,
      settleMs: 0,
      notifiers: [
        {
          id: 'eager',
          notify: async () => {
            told.push('told');
            if (told.length % 2 === 1) {
              void (async () => {
                for (let turn = 0; turn < after; turn++) {
                  await Promise.resolve();
                }
                happens(run.id, 'approval.opened');
              })();
            }
          },
        },
      ],
    });
    eager.start();
    for (; after < 20; after++) {
      happens(run.id, 'approval.opened');
      const wanted = 2 * (after + 1);
      await engine.until(() => told.length === wanted);
    }
    await eager.stop();
    expect(told).toHaveLength(40);
  });

  it('tells nobody after it was stopped', async () => {
    await notifier.stop();
    const run = await engine.start(paint([GROUP]));
    await engine.asks(run.id);
    expect(sent).toEqual([]);
  });
});

describe('readNotificationRules', () => {
  const read = (notifications: object) =>
    readNotificationRules(new ConfigReader({ missions: { notifications } }));

  it('asks nobody and links to /missions by itself', () => {
    expect(read({})).toEqual({ approvers: [], path: '/missions' });
  });

  it('takes groups and another path', () => {
    expect(read({ approvers: [GROUP], path: '/ops/' })).toEqual({
      approvers: [GROUP],
      path: '/ops',
    });
  });

  it('refuses what is not the ref of a user or group', () => {
    expect(() => read({ approvers: ['approvers'] })).toThrow(
      "missions.notifications.approvers has 'approvers'",
    );
    expect(() => read({ path: 'missions' })).toThrow('begin with a slash');
  });
});
