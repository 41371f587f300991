import { mockLogger } from '../__testUtils__/mockLogger';
import { mockScheduler } from '../__testUtils__/mockScheduler';
import { defaultRules } from '../engine';
import { type NewRun, type RunRecord, Store } from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertRun } from '../store/__testUtils__/insertRun';
import { partTables } from '../store/operations/removeRows';
import { Retention } from './Retention';
import { defaultRetention, type RetentionRules } from './retentionRules';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const DAY_MS = 86_400_000;
const UNDO_DAYS = 30;
const FOR_EVER = { ageMs: 36_500 * DAY_MS, count: 1_000_000 };
const everything: RetentionRules['levels'] = {
  logs: FOR_EVER,
  history: FOR_EVER,
  runs: FOR_EVER,
};

describe.each(ids)('Retention on %s', id => {
  let store: Store;
  let now: number;

  beforeEach(async () => {
    store = await Store.create({
      database: await databases.init(id),
      rules: { ...defaultRules, undoRetentionMs: UNDO_DAYS * DAY_MS },
    });
    now = (await store.now()).getTime();
  });

  afterEach(async () => {
    await store.close();
  });

  const daysAgo = (days: number) => new Date(now - days * DAY_MS).toISOString();
  /** Keeps this, and of the rest everything. */
  const retention = (levels: Partial<RetentionRules['levels']>) => {
    const logger = mockLogger();
    const made = Retention.create({
      store,
      logger,
      rules: { enabled: true, levels: { ...everything, ...levels } },
    });
    return { made, logger };
  };
  const age = (days: number) => ({ ageMs: days * DAY_MS, count: 1_000_000 });
  const few = (count: number) => ({ ...FOR_EVER, count });

  /** A run that ended so many days ago, with something in every table. */
  async function endedRun(
    days: number,
    options: Partial<NewRun> & {
      columns?: Record<string, unknown>;
      lines?: number;
      journal?: boolean;
      looked?: boolean;
    } = {},
  ): Promise<RunRecord> {
    const { columns, lines = 3, journal, looked, ...rest } = options;
    const run = await insertRun(store, rest);
    const { db } = store;
    const place = { run_id: run.id, target_id: 'one' };
    const at = daysAgo(days);
    await db('run_targets')
      .where(place)
      .update({ state: 'succeeded', wake_at: null });
    await db('run_steps').insert({
      ...place,
      step_id: 'a',
      source_id: 'a',
      position: 0,
      name: 'A',
      action: 'core:noop',
      effect: 'read',
      state: 'succeeded',
      log_seq: lines,
    });
    const log = Array.from({ length: lines }, (_, index) => ({
      ...place,
      step_id: 'a',
      seq: index + 1,
      at,
      level: 'info',
      text: 'a line',
    }));
    await db.batchInsert('run_logs', log, 100);
    await db('run_evidence').insert({
      ...place,
      phase: looked ? 'check' : 'verify',
      check_id: 'c',
      status: 'pass',
      result_json: '{}',
      at,
    });
    await db('run_checkpoints').insert({
      ...place,
      step_id: 'a',
      key: 'k',
      value_sealed: 'json:1',
    });
    if (journal) {
      await db('run_journal').insert({
        ...place,
        seq: 1,
        step_id: 'a',
        verb: 'create',
        object_json: '{}',
        prior_existed: false,
        state: 'done',
        fence: 1,
        at,
      });
    }
    await db('approvals').insert({
      id: `a-${run.id}`,
      run_id: run.id,
      kind: 'plan',
      state: 'approved',
      hash: 'h',
      policy_json: '{}',
      created_at: at,
    });
    await db('approval_decisions').insert({
      approval_id: `a-${run.id}`,
      by: 'user:default/jane',
      decision: 'approve',
      at,
    });
    await db('feedback').insert({
      run_id: run.id,
      by: 'user:default/jane',
      value: 'up',
      at,
    });
    await db('runs')
      .where({ id: run.id })
      .update({
        state: 'succeeded',
        created_at: at,
        finished_at: at,
        ...columns,
      });
    return run;
  }
  const count = async (table: string, runId: string) =>
    Number(
      (await store.db(table).where({ run_id: runId }).count({ n: '*' }))[0].n,
    );
  const row = (runId: string) => store.db('runs').where({ id: runId }).first();
  const left = () => store.db('runs').orderBy('id').pluck('id');

  it('removes logs by age, says so on the run, and leaves the rest', async () => {
    const old = await endedRun(11);
    const young = await endedRun(9);
    const { made, logger } = retention({ logs: age(10) });
    expect((await made.tick()).logs).toEqual({ runs: 1, rows: 3 });
    expect(await count('run_logs', old.id)).toBe(0);
    expect(await count('run_evidence', old.id)).toBe(1);
    expect(await count('run_events', old.id)).toBe(1);
    expect(await count('run_logs', young.id)).toBe(3);
    expect(await row(old.id)).toMatchObject({
      logs_removed_at: expect.stringMatching(/^20/),
      history_removed_at: null,
    });
    expect(await row(young.id)).toMatchObject({ logs_removed_at: null });
    expect(logger.info).toHaveBeenCalledWith(
      'Retention removed logs of 1 runs (3 rows)',
    );
  });

  it('says nothing of a log that a run never had', async () => {
    const silent = await endedRun(11, { lines: 0 });
    await retention({ logs: age(10) }).made.tick();
    expect(await row(silent.id)).toMatchObject({
      retention_stage: 1,
      logs_removed_at: null,
    });
  });

  it('removes a long log in batches, over ticks, and says from the first on that it is gone', async () => {
    const long = await endedRun(11, { lines: 900 });
    const { made } = retention({ logs: age(10) });
    const over = new AbortController();
    const { transaction } = store;
    const once = jest
      .spyOn(store, 'transaction')
      .mockImplementationOnce(async fn => {
        over.abort();
        return transaction.call(store, fn) as never;
      });
    await made.tick(over.signal);
    once.mockRestore();
    expect(await count('run_logs', long.id)).toBe(700);
    expect(await row(long.id)).toMatchObject({
      retention_stage: 0,
      logs_removed_at: expect.stringMatching(/^20/),
    });
    await retention({ logs: age(10) }).made.tick();
    expect(await count('run_logs', long.id)).toBe(0);
    expect(await row(long.id)).toMatchObject({ retention_stage: 1 });
  });

  it('removes events and evidence later, with what is left of the log', async () => {
    const old = await endedRun(11);
    await retention({ history: age(10) }).made.tick();
    expect(await count('run_logs', old.id)).toBe(0);
    expect(await count('run_evidence', old.id)).toBe(0);
    expect(await count('run_events', old.id)).toBe(0);
    expect(await count('run_steps', old.id)).toBe(1);
    expect(await row(old.id)).toMatchObject({
      logs_removed_at: expect.stringMatching(/^20/),
      history_removed_at: expect.stringMatching(/^20/),
    });
  });

  it('removes a run with everything that hangs on it, in one tick', async () => {
    const old = await endedRun(40, { journal: true });
    const young = await endedRun(9);
    const { made } = retention({ runs: age(10) });
    await made.tick();
    expect(await left()).toEqual([young.id]);
    const counts = partTables.map(table => count(table, old.id));
    expect(await Promise.all(counts)).toEqual(partTables.map(() => 0));
    expect(await store.db('approval_decisions')).toHaveLength(1);
  });

  it('leaves no table that hangs on a run to the database alone', async () => {
    const { db, dialect } = store;
    const tables = dialect.singleProcess
      ? await db('sqlite_master').where({ type: 'table' }).pluck('name')
      : await db('information_schema.tables')
          .where({ table_schema: 'public' })
          .pluck('table_name');
    const hanging: string[] = [];
    for (const table of tables) {
      if (await db.schema.hasColumn(table, 'run_id')) {
        hanging.push(table);
      }
    }
    // left_targets names runs that have not ended; slots go with their run.
    expect(hanging.sort()).toEqual(
      [...partTables, 'left_targets', 'orbit_slots'].sort(),
    );
  });

  it('keeps the newest so many runs, and what they have', async () => {
    const runs = [];
    for (const days of [5, 4, 3, 2, 1]) {
      runs.push(await endedRun(days));
    }
    const { made } = retention({ logs: few(2), history: few(3), runs: few(4) });
    await made.tick();
    const [, second, third, fourth, fifth] = runs;
    expect(await left()).toEqual([second.id, third.id, fourth.id, fifth.id]);
    expect(await count('run_events', second.id)).toBe(0);
    expect(await count('run_events', third.id)).toBe(1);
    expect(await count('run_logs', third.id)).toBe(0);
    expect(await count('run_logs', fourth.id)).toBe(3);
    await made.tick();
    expect(await left()).toHaveLength(4);
  });

  it('removes nothing of a run that has not ended, however old', async () => {
    const open = await insertRun(store);
    await store
      .db('runs')
      .where({ id: open.id })
      .update({ created_at: daysAgo(4000) });
    await retention({
      logs: age(1),
      history: age(1),
      runs: age(1),
    }).made.tick();
    expect(await left()).toEqual([open.id]);
    expect(await count('run_events', open.id)).toBe(1);
  });

  it('keeps journal and history of what can still be taken back, but not its log', async () => {
    const undoable = await endedRun(40, {
      journal: true,
      columns: { undo_until: daysAgo(-1) },
    });
    const { made } = retention({ runs: age(10) });
    await made.tick();
    expect(await left()).toEqual([undoable.id]);
    expect(await count('run_journal', undoable.id)).toBe(1);
    expect(await count('run_events', undoable.id)).toBe(1);
    expect(await count('run_logs', undoable.id)).toBe(0);
    await store
      .db('runs')
      .where({ id: undoable.id })
      .update({ undo_until: daysAgo(1) });
    await made.tick();
    expect(await left()).toEqual([]);
  });

  it('keeps the journal of a younger run for as long as an older one may ask what was written since', async () => {
    const young = await endedRun(UNDO_DAYS - 1, { journal: true });
    const old = await endedRun(UNDO_DAYS + 1, { journal: true });
    await retention({ runs: age(10) }).made.tick();
    expect(await left()).toEqual([young.id]);
    expect(await row(old.id)).toBeUndefined();
  });

  it('keeps a run whose undo goes on, and removes both together', async () => {
    const run = await endedRun(400);
    const undo = await endedRun(300, { columns: { undo_of: run.id } });
    await store.db('runs').where({ id: undo.id }).update({ finished_at: null });
    const { made } = retention({ runs: age(200) });
    await made.tick();
    expect(await left()).toEqual([run.id, undo.id]);
    expect(await count('run_events', run.id)).toBe(1);
    await store
      .db('runs')
      .where({ id: undo.id })
      .update({ finished_at: daysAgo(100) });
    await made.tick();
    expect(await left()).toEqual([run.id, undo.id]);
    await store
      .db('runs')
      .where({ id: undo.id })
      .update({ finished_at: daysAgo(201) });
    await made.tick();
    expect(await left()).toEqual([]);
  });

  it('keeps a run for a younger one of its family', async () => {
    const run = await endedRun(400);
    const undo = await endedRun(300, { columns: { undo_of: run.id } });
    await retention({ history: age(10), runs: age(350) }).made.tick();
    expect(await left()).toEqual([run.id, undo.id]);
    expect(await row(undo.id)).toMatchObject({ retention_stage: 2 });
  });

  it('removes a large sequence with all that it started, or none of it', async () => {
    const parent = await endedRun(400);
    const likeIt = await row(parent.id);
    const children = Array.from({ length: 250 }, (_, index) => ({
      ...likeIt,
      id: `child-${String(index).padStart(3, '0')}`,
      parent_run_id: parent.id,
      idempotency_key: null,
    }));
    await store.db.batchInsert('runs', children, 20);
    const late = store.db('runs').where({ id: 'child-249' });
    await late.clone().update({ finished_at: daysAgo(5) });
    const { made } = retention({ history: age(1), runs: age(10) });
    await made.tick();
    expect(await left()).toHaveLength(251);
    await late.update({ finished_at: daysAgo(11) });
    await made.tick();
    expect(await left()).toEqual([]);
  });

  it('keeps the runs of a sequence that has not ended', async () => {
    const parent = await insertRun(store);
    const child = await endedRun(400, {
      columns: { parent_run_id: parent.id },
    });
    await retention({ runs: age(10) }).made.tick();
    expect(await left()).toEqual([parent.id, child.id]);
    expect(await count('run_evidence', child.id)).toBe(1);
  });

  describe('of an orbit', () => {
    beforeEach(async () => {
      await store.db('orbits').insert({
        id: 'o1',
        mission_ref: 'test/empty',
        title: 'Look',
        schedule_json: '{}',
        targets_json: '[]',
        parameters_json: '{}',
        owner: 'user:default/jane',
        created_at: daysAgo(900),
      });
    });
    const look = (days: number, looked = true) =>
      endedRun(days, { orbitId: 'o1', looked });

    it('keeps the last look at a cluster, also when nothing looked since', async () => {
      const first = await look(50);
      const second = await look(40);
      const blind = await look(30, false);
      await retention({ runs: age(10) }).made.tick();
      expect(await left()).toEqual([second.id, blind.id]);
      expect(await count('run_evidence', second.id)).toBe(1);
      expect(await row(first.id)).toBeUndefined();
    });

    it('removes a slot with its run, and the last look with its orbit', async () => {
      const first = await look(50);
      const second = await look(40);
      await store.db('orbit_slots').insert(
        [first, second].map(({ id: runId }, index) => ({
          orbit_id: 'o1',
          slot: daysAgo(50 - index),
          state: 'started',
          run_id: runId,
          claimed_at: daysAgo(50),
        })),
      );
      const { made } = retention({ runs: age(10) });
      await made.tick();
      expect(await store.db('orbit_slots').pluck('run_id')).toEqual([
        second.id,
      ]);
      await store.db('orbits').delete();
      await made.tick();
      expect(await left()).toEqual([]);
    });
  });

  it('passes over what has to stay and comes to what follows, in every tick', async () => {
    for (let index = 0; index < 60; index += 1) {
      await endedRun(400 - index, {
        lines: 0,
        columns: { undo_until: daysAgo(-1), retention_stage: 1 },
      });
    }
    const last = await endedRun(300, {
      lines: 0,
      columns: { retention_stage: 1 },
    });
    const { made } = retention({ history: age(10) });
    await made.tick();
    expect(await row(last.id)).toMatchObject({ retention_stage: 2 });
    const next = await endedRun(350, {
      lines: 0,
      columns: { retention_stage: 1 },
    });
    await made.tick();
    expect(await row(next.id)).toMatchObject({ retention_stage: 2 });
  });

  it('removes freezes and voices that ended as long ago as the oldest runs', async () => {
    const { db } = store;
    const freeze = (freezeId: string, change: object) => ({
      id: freezeId,
      scope: 'instance',
      reason: 'r',
      set_by: 'user:default/jane',
      set_at: daysAgo(900),
      ...change,
    });
    await db('freezes').insert([
      freeze('lifted', { lifted_at: daysAgo(11) }),
      freeze('over', { until: daysAgo(11) }),
      freeze('young', { lifted_at: daysAgo(9) }),
      freeze('stands', { until: daysAgo(-1) }),
      freeze('open', {}),
    ]);
    const voice = (to: string, change: object) => ({
      by: 'user:default/jane',
      by_refs_json: '[]',
      to,
      at: daysAgo(900),
      ...change,
    });
    const run = await endedRun(9);
    await db('approvals').insert({
      id: 'a1',
      run_id: run.id,
      kind: 'plan',
      state: 'approved',
      hash: 'h',
      policy_json: '{}',
      created_at: daysAgo(900),
    });
    await db('approval_delegations').insert([
      voice('over', { until: daysAgo(11) }),
      voice('ended', { until: daysAgo(-1), ended_at: daysAgo(11) }),
      voice('young', { until: daysAgo(9) }),
      voice('stands', { until: daysAgo(-1) }),
      voice('once', { approval_id: 'a1', ended_at: daysAgo(11) }),
      // Gone, the last would bring back the one before it.
      voice('before', { by: 'user:default/joe', until: daysAgo(-60) }),
      voice('instead', { by: 'user:default/joe', until: daysAgo(11) }),
    ]);
    await retention({ runs: age(10), logs: age(1) }).made.tick();
    expect(await db('freezes').orderBy('id').pluck('id')).toEqual([
      'open',
      'stands',
      'young',
    ]);
    expect(await db('approval_delegations').orderBy('to').pluck('to')).toEqual([
      'before',
      'instead',
      'once',
      'stands',
      'young',
    ]);
  });

  it('is harmless twice at once', async () => {
    for (let index = 0; index < 20; index += 1) {
      await endedRun(400 + index);
    }
    const [one, other] = [
      retention({ runs: age(10) }),
      retention({ runs: age(10) }),
    ];
    await Promise.all([one.made.tick(), other.made.tick()]);
    await one.made.tick();
    expect(await left()).toEqual([]);
  });

  it('is a task of one replica at a time, and none where everything is kept', async () => {
    const scheduler = mockScheduler();
    await retention({}).made.start(scheduler);
    expect(scheduler.scheduleTask).toHaveBeenCalledWith(
      expect.objectContaining({ id: 'missions-retention', scope: 'global' }),
    );
    const other = mockScheduler();
    await Retention.create({
      store,
      logger: mockLogger(),
      rules: { ...defaultRetention, enabled: false },
    }).start(other);
    expect(other.scheduleTask).not.toHaveBeenCalled();
  });
});
