import type { RunState } from '@mission-control/plugin-missions-common';
import { userCredentials } from '../../__testUtils__/credentials';
import { onlyUser } from '../../__testUtils__/onlyUser';
import {
  someClusters,
  saveOrbitMission,
} from '../../orbits/__testUtils__/orbits';
import type { RunScope } from '../../permissions';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { saveMissions } from '../../store/operations/saveMissions';
import { DefaultRunService, RunCreator } from '../runs';
import { DefaultOrbitService } from './DefaultOrbitService';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const credentials = userCredentials('user:default/jane');

describe.each(ids)('the problem of an orbit on %s', id => {
  let store: Store;
  let service: DefaultOrbitService;
  let orbitId: string;
  let known: { name: string; notUnattended?: string }[];

  beforeEach(async () => {
    known = [{ name: 'eu' }, { name: 'us' }];
    store = await Store.create({ database: await databases.init(id) });
    await saveOrbitMission(store);
    const users = onlyUser('user:default/jane');
    const creator = RunCreator.create({ store, clusters: someClusters });
    service = DefaultOrbitService.create({
      store,
      creator,
      clusters: {
        list: async () => known.map(connection => ({ connection })) as never,
      },
      users,
      runs: DefaultRunService.create({ store, creator, users }),
    });
    const orbit = await service.create({
      credentials,
      request: {
        missionRef: 'test/look',
        targets: [{ cluster: 'eu' }, { cluster: 'us' }],
        schedule: { cadence: 'hourly' },
      },
    });
    orbitId = orbit.id;
  });

  afterEach(async () => {
    await store.close();
  });

  const get = (clusters?: ReadonlySet<string>) =>
    service.get({ credentials, orbitId, sight: { clusters } });
  const getWithoutRuns = () => {
    const runs: RunScope = { key: 'initiator', values: ['user:default/x'] };
    return service.get({ credentials, orbitId, sight: { runs } });
  };
  const forget = () =>
    store.transaction(tx =>
      saveMissions({
        tx,
        source: 'test',
        missions: [],
        problems: [],
        now: new Date().toISOString(),
      }),
    );

  it('is none while mission and clusters are there', async () => {
    const orbit = await get();
    expect([orbit.state, orbit.problem]).toEqual(['new', undefined]);
  });

  it('is the mission that left its source, in lists too, and not of a paused orbit', async () => {
    await forget();
    const told = {
      state: 'down',
      problem: {
        kind: 'cannot_look',
        message: "No source gives its mission 'test/look' any more",
        remedy: expect.stringMatching(
          /^Put the mission back into its source, or disable the orbit; /,
        ),
      },
    };
    expect(await get()).toMatchObject(told);
    expect(await service.list({ credentials })).toMatchObject([told]);
    const paused = await service.pause({ credentials, orbitId });
    expect([paused.state, paused.problem]).toEqual(['paused', undefined]);
  });

  it('is the cluster that is gone or not for schedules, named only to who may read it', async () => {
    known = [{ name: 'us' }];
    expect(await get()).toMatchObject({
      state: 'down',
      problem: {
        kind: 'cannot_look',
        message: "There is no cluster 'eu' any more",
      },
    });
    expect((await get(new Set(['us']))).problem).toMatchObject({
      kind: 'cannot_look',
      message: 'A cluster that you may not see cannot be used',
    });
    known = [{ name: 'eu', notUnattended: 'it needs a person' }];
    expect((await get()).problem?.message).toBe(
      "Cluster 'eu' cannot be used: it needs a person",
    );
  });

  describe('whose run goes on', () => {
    let runId: string;

    beforeEach(async () => {
      const look = await service.run({ credentials, orbitId });
      runId = 'run' in look ? look.run.id : '';
    });

    async function block(targetId: string, state: RunState = 'blocked') {
      const row = { state, reason: 'No answer', blocked_since: '2026-01-01' };
      await store
        .db('run_targets')
        .where({ run_id: runId, target_id: targetId })
        .update(row);
    }

    it('is the cluster that holds it up, at once, until it is planned', async () => {
      expect((await get()).state).toBe('running');
      await block('eu');
      const told = {
        state: 'running',
        lateSince: undefined,
        lastRun: { id: runId },
        problem: {
          kind: 'held_up',
          message: "Cluster 'eu' cannot be looked at now: No answer",
          remedy: expect.stringContaining('again by itself'),
        },
      };
      expect(await get()).toMatchObject(told);
      expect(await service.list({ credentials })).toMatchObject([told]);
      await block('eu', 'preflight');
      expect(await get()).toMatchObject(told);
      await block('us');
      expect((await get()).problem?.message).toBe(
        "Cluster 'eu' cannot be looked at now, and neither can 1 other cluster: No answer",
      );
      await block('eu', 'planning');
      await block('us', 'failed');
      const orbit = await get();
      expect([orbit.state, orbit.problem]).toEqual(['running', undefined]);
    });

    it('names no hidden cluster, and no reason of a run that may not be read', async () => {
      await block('eu');
      expect((await get(new Set(['us']))).problem).toMatchObject({
        kind: 'held_up',
        message: 'A cluster that you may not see holds up its run',
      });
      const orbit = await getWithoutRuns();
      expect([orbit.state, orbit.problem?.message]).toEqual([
        'running',
        "Cluster 'eu' cannot be looked at now",
      ]);
    });

    async function fail(targetId: string, state: RunState = 'needs_decision') {
      await store
        .db('run_targets')
        .where({ run_id: runId, target_id: targetId })
        .update({ state, reason: 'Step failed' });
    }

    it('is the cluster that waits for a decision, at once, before one that is looked at again', async () => {
      await block('us');
      await fail('eu');
      const told = {
        state: 'running',
        problem: {
          kind: 'held_up',
          message: `Its run ${runId} waits for a decision about cluster 'eu': Step failed`,
          remedy: expect.stringContaining('try again, skip, or close'),
        },
      };
      expect(await get()).toMatchObject(told);
      expect(await service.list({ credentials })).toMatchObject([told]);
      await fail('us');
      expect((await get()).problem?.message).toBe(
        `Its run ${runId} waits for a decision about cluster 'eu' and 1 other cluster: Step failed`,
      );
      await fail('eu', 'failed');
      await fail('us', 'awaiting_approval');
      const orbit = await get();
      expect([orbit.state, orbit.problem]).toEqual(['running', undefined]);
    });

    it('waits for a decision without naming what may not be read', async () => {
      await fail('eu');
      expect((await get(new Set(['us']))).problem).toMatchObject({
        kind: 'held_up',
        message: `Its run ${runId} waits for a decision about a cluster that you may not see`,
      });
      const orbit = await getWithoutRuns();
      expect([orbit.state, orbit.problem?.message]).toEqual([
        'running',
        "Its run waits for a decision about cluster 'eu'",
      ]);
    });

    it('makes it late from the first slot on that came since a person started it', async () => {
      await block('eu');
      expect((await get()).state).toBe('running');
      const started = new Date(Date.now() - 2 * 3_600_000);
      await store
        .db('runs')
        .where({ id: runId })
        .update({ created_at: started.toISOString() });
      const orbit = await get();
      expect(orbit.state).toBe('late');
      const { lateSince } = orbit;
      expect(lateSince!.getTime()).toBeGreaterThan(started.getTime());
      expect(lateSince!.getTime()).toBeLessThanOrEqual(
        started.getTime() + 3_600_000,
      );
    });

    it.each([
      ['reached it', 'planning'],
      ['ended without it', 'failed'],
    ] as const)(
      'is still that another cluster answers while no newer run %s, however short its history',
      async (_what, state) => {
        const ofRun = (run: string) =>
          store.db('run_targets').where({ run_id: run });
        await ofRun(runId).update({ state: 'succeeded' });
        await ofRun(runId)
          .where({ target_id: 'eu' })
          .update({ cluster_uid: 'new', watched_uid: 'old' });
        await store
          .db('runs')
          .where({ id: runId })
          .update({ state: 'succeeded', finished_at: '2026-01-01' });
        await store
          .db('orbits')
          .where({ id: orbitId })
          .update({
            schedule_json: JSON.stringify({
              cadence: 'hourly',
              timeZone: 'Etc/UTC',
              history: 1,
            }),
          });
        const told = {
          kind: 'another_cluster',
          message: expect.stringMatching(
            /^Cluster 'eu' is not the one that it watches: .* new, and was old/,
          ),
        };
        expect((await get()).problem).toMatchObject(told);
        const next = await service.run({ credentials, orbitId });
        const nextId = 'run' in next ? next.run.id : '';
        await ofRun(nextId).update({ state, reason: 'No answer' });
        await store
          .db('runs')
          .where({ id: nextId })
          .update({
            state,
            finished_at: state === 'failed' ? '2026-01-01' : null,
          });
        expect((await get()).problem).toMatchObject(told);
        const [listed] = await service.list({ credentials });
        expect(listed.problem).toMatchObject(told);
        const unread = await getWithoutRuns();
        expect(unread.problem?.message).toBe(
          "Cluster 'eu' is not the one that it watches",
        );
        await ofRun(nextId)
          .where({ target_id: 'eu' })
          .update({ cluster_uid: 'old' });
        expect((await get()).problem).toBeUndefined();
      },
    );

    it('is that another cluster answers than the one it watches, until that is back', async () => {
      const answer = (watched: string | null) =>
        store
          .db('run_targets')
          .where({ run_id: runId, target_id: 'eu' })
          .update({ cluster_uid: 'new', watched_uid: watched });
      await answer('old');
      const told = {
        state: 'running',
        problem: {
          kind: 'another_cluster',
          message:
            "Cluster 'eu' is not the one that it watches: The UID of kube-system is new, and was old when the orbit first looked; what was found on that one counts as not assessed",
          remedy: expect.stringContaining('enable it anew'),
        },
      };
      expect(await get()).toMatchObject(told);
      expect(await service.list({ credentials })).toMatchObject([told]);
      expect((await get(new Set(['us']))).problem).toMatchObject({
        kind: 'another_cluster',
        message:
          'A cluster that you may not see is not the one that it watches',
      });
      const unread = await getWithoutRuns();
      expect(unread.problem?.message).toBe(
        "Cluster 'eu' is not the one that it watches",
      );
      await answer(null);
      expect((await get()).problem).toBeUndefined();
    });
  });
});
