import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { mockLogger } from '../__testUtils__/mockLogger';
import { Sealer, type SealingKey } from '../sealing';
import {
  type RunRecord,
  findLostKeys,
  openOutput,
  readOutputRows,
  readRotation,
  saveCheckpoint,
  saveDerivedSecrets,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { readCheckpoint } from '../store';
import { sealedColumns } from '../store/sealedColumns';
import { houseIsBlue, paintHouse } from '../worker/__testUtils__/house';
import { MemoryCluster } from '../worker/__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from '../worker/__testUtils__/TestEngine';
import { KeyRotator, type KeyRotatorOptions } from './KeyRotator';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const old: SealingKey = { id: 'old', key: Buffer.alloc(32, 7) };
const next: SealingKey = { id: 'new', key: Buffer.alloc(32, 9) };
const checkpoint = { targetId: 'one', stepId: 'paint', key: 'k' };
const PAINT: TestSpec = {
  steps: [
    paintHouse,
    {
      id: 'look',
      action: 'memory:get',
      input: { name: 'house' },
      sealed: true,
    },
  ],
  verify: [houseIsBlue],
  parameters: {
    type: 'object',
    properties: { password: { type: 'string', secret: true } },
  } as never,
};

/** The output of a step on the only cluster. */
async function outputOf(
  stepId: string,
  { sealer, ...of }: { tx: Knex; sealer: Sealer; runId: string },
) {
  const rows = await readOutputRows({ ...of, targetId: 'one' });
  return openOutput(sealer, rows.find(row => row.step_id === stepId)!);
}

describe.each(ids)('sealing anew with another key on %s', id => {
  let db: Knex;
  let cluster: MemoryCluster;
  let before: TestEngine;
  let after: TestEngine;
  let rotators: KeyRotator[];
  let logger: jest.Mocked<LoggerService>;

  const open = (keys: SealingKey[]) =>
    TestEngine.create(db, [cluster], { sealer: new Sealer(keys) });

  beforeEach(async () => {
    db = await databases.init(id);
    cluster = new MemoryCluster('one');
    cluster.objects.set('house', { data: 'red' });
    before = await open([old]);
    after = await open([next, old]);
    rotators = [];
    logger = mockLogger();
  });
  afterEach(async () => {
    for (const rotator of rotators) {
      await rotator.stop();
    }
    await before.stop();
    await after.stop();
  });

  function rotate(
    engine: TestEngine = after,
    options: Partial<KeyRotatorOptions> = {},
  ) {
    const rotator = KeyRotator.create({
      store: engine.store,
      logger,
      lookMs: 10,
      pauseMs: 0,
      settleMs: 0,
      ...options,
    });
    rotators.push(rotator);
    rotator.start();
    return rotator;
  }

  /** A run with something in each sealed column. */
  async function sealedRun(engine: TestEngine = before): Promise<RunRecord> {
    cluster.objects.set('house', { data: 'red' });
    await engine.worker();
    const run = await engine.start(PAINT, {
      secrets: { password: 'correct horse' },
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    await engine.halt();
    const { sealer } = engine.store;
    await engine.store.changeRun(run.id, change =>
      saveCheckpoint({ change, sealer, ...checkpoint, value: 'kept' }),
    );
    await engine.store.changeRun(run.id, change =>
      saveDerivedSecrets({
        change,
        sealer,
        derived: [{ value: 'horse', digest: 'd' }],
      }),
    );
    return run;
  }

  /** How many values each key seals, over all columns. */
  async function sealedBy(): Promise<Record<string, number>> {
    const counts: Record<string, number> = {};
    for (const { table, column } of sealedColumns) {
      for (const text of await db(table).whereNotNull(column).pluck(column)) {
        const key = text.split(':')[1];
        counts[key] = (counts[key] ?? 0) + 1;
      }
    }
    return counts;
  }
  const isDone = (rotator: KeyRotator) =>
    after.until(async () => (await rotator.view())?.state === 'done');
  /** A replica that lives, as another process announces it. */
  const announce = (name: string, keys: SealingKey[]) =>
    db('worker_replicas').insert({
      id: name,
      seen_at: '9999-01-01T00:00:00.000Z',
      keys_json: JSON.stringify(new Sealer(keys).prints),
    });

  it('knows every column whose values are sealed', async () => {
    const found: string[] = [];
    for (const table of new Set(await tablesOf(db))) {
      const columns = Object.keys(await db(table).columnInfo());
      found.push(
        ...columns
          .filter(column => column.endsWith('_sealed'))
          .map(column => `${table}.${column}`),
      );
    }
    const known = sealedColumns.map(item => `${item.table}.${item.column}`);
    expect(found.sort()).toEqual(known.sort());
  });

  it('needs the old key no more: everything opens, and the run can be taken back', async () => {
    const red = cluster.fingerprint;
    const run = await sealedRun();
    const { old: count } = await sealedBy();
    for (const { table, column } of sealedColumns) {
      expect(await db(table).whereNotNull(column)).not.toEqual([]);
    }
    const rotator = rotate();
    await isDone(rotator);
    expect(await sealedBy()).toEqual({ new: count });
    expect(await rotator.view()).toEqual({
      key: 'new',
      state: 'done',
      message:
        "Everything is sealed with the key 'new'. Nothing needs 'old' any more: take it out of missions.sealing.keys.",
      total: 1,
      looked: 1,
      resealed: count,
      keys: [
        { id: 'new', use: 'seals' },
        { id: 'old', use: 'removable' },
      ],
    });
    expect(logger.info).toHaveBeenCalledWith(
      expect.stringContaining("Nothing needs 'old' any more"),
    );

    const without = await open([next]);
    const { db: tx, sealer } = without.store;
    const of = { tx, sealer, runId: run.id };
    expect(await findLostKeys({ tx, sealer })).toEqual([]);
    expect(await readCheckpoint({ ...of, ...checkpoint })).toEqual({
      value: 'kept',
    });
    expect(await outputOf('look', of)).toEqual({ value: 'blue' });
    await without.worker();
    const undo = await without.undo(run);
    await without.approve(undo.id);
    await without.reaches(undo.id, 'succeeded');
    expect(cluster.fingerprint).toBe(red);
    await without.stop();
  });

  it('waits for a replica that has not the key first, and begins when it has', async () => {
    await sealedRun();
    const sealed = await sealedBy();
    await announce('behind', [old, next]);
    const rotator = rotate();
    const why =
      "Nothing is sealed anew with the key 'new' before each replica has it first. Another one is first at behind ('old').";
    await after.until(() => logger.info.mock.calls.length > 0);
    expect(logger.info.mock.calls).toEqual([[why]]);
    expect(await rotator.view()).toMatchObject({
      state: 'waiting',
      message: why,
      keys: [{ use: 'seals' }, { id: 'old', use: 'opens' }],
    });
    expect(await sealedBy()).toEqual(sealed);
    await db('worker_replicas').delete();
    await isDone(rotator);
    expect(Object.keys(await sealedBy())).toEqual(['new']);
  });

  it('takes a key of the same id with other bytes for another one', async () => {
    await sealedRun();
    await announce('other', [{ id: 'new', key: Buffer.alloc(32, 1) }, old]);
    const rotator = rotate();
    await after.until(() => logger.info.mock.calls.length > 0);
    expect((await rotator.view())?.state).toBe('waiting');
    expect(Object.keys(await sealedBy())).toEqual(['old']);
  });

  it('stops when such a replica comes while it works, and looks at everything again', async () => {
    await sealedRun();
    await sealedRun();
    const saved = jest.spyOn(after.store.sealer, 'seal');
    saved.mockImplementationOnce((value, place) => {
      void announce('behind', [old, next]).then();
      return new Sealer([next]).seal(value, place);
    });
    const rotator = rotate(after, { runsAtOnce: 1 });
    await after.until(async () => (await rotator.view())?.state === 'waiting');
    // What it seals meanwhile, in a run that was looked at.
    await sealedRun();
    await db('worker_replicas').delete();
    await isDone(rotator);
    expect(Object.keys(await sealedBy())).toEqual(['new']);
  });

  it('looks again at what was sealed with the old key after it was done', async () => {
    await sealedRun();
    const rotator = rotate();
    await isDone(rotator);
    await announce('back', [old, next]);
    await after.until(() =>
      logger.info.mock.calls.some(([line]) => line.includes('first at back')),
    );
    await sealedRun();
    await db('worker_replicas').delete();
    await isDone(rotator);
    expect(Object.keys(await sealedBy())).toEqual(['new']);
  });

  it('loses nothing that somebody writes between its reading and its writing', async () => {
    const run = await sealedRun();
    const { sealer } = after.store;
    const place = `run/${run.id}/one/look/output`;
    const seal = sealer.seal.bind(sealer);
    let wrote = false;
    jest.spyOn(sealer, 'open').mockImplementation((text, at) => {
      if (at === place && !wrote) {
        wrote = true;
        // Begun here, so it comes before whatever follows this value.
        void db('run_steps')
          .where({ run_id: run.id, step_id: 'look' })
          .update({ output_sealed: seal({ value: 'green' }, place) })
          .then();
      }
      return new Sealer([next, old]).open(text, at);
    });
    await isDone(rotate());
    expect(wrote).toBe(true);
    const of = { tx: db, sealer: new Sealer([next]), runId: run.id };
    expect(await outputOf('look', of)).toEqual({ value: 'green' });
  });

  it('goes on where it stopped when it was killed in the middle', async () => {
    for (let runs = 0; runs < 3; runs++) {
      await sealedRun();
    }
    const { old: count } = await sealedBy();
    const dies = jest.spyOn(after.store.sealer, 'seal');
    const first = rotate(after, { runsAtOnce: 1, lookMs: 60_000 });
    let seals = 0;
    dies.mockImplementation((value, place) => {
      seals += 1;
      if (seals > count / 2) {
        throw new Error('Killed');
      }
      return new Sealer([next]).seal(value, place);
    });
    await after.until(() => logger.warn.mock.calls.length > 0);
    const half = await sealedBy();
    expect(half.old).toBeGreaterThan(0);
    expect(half.new).toBeGreaterThan(0);
    const { cursor } = (await readRotation({ tx: db }))!;
    expect(cursor).not.toBe('');
    dies.mockRestore();
    // Its lease runs out, as one of a process that is gone.
    await db('sealing_rotation').update({ lease_until: '2020-01-01' });
    const looks = jest.spyOn(after.store.sealer, 'seal');
    await isDone(rotate());
    expect(await sealedBy()).toEqual({ new: count });
    expect(looks).toHaveBeenCalledTimes(half.old);
    await first.stop();
  });

  it('is the work of one replica at a time', async () => {
    await sealedRun();
    await db('sealing_rotation').insert({
      id: 1,
      key_id: 'new',
      key_print: after.store.sealer.prints[0].print,
      cursor: '',
      total: 1,
      looked: 0,
      resealed: 0,
      shut_json: '{}',
      started_at: '2026-01-01T00:00:00.000Z',
      lease_owner: 'another',
      lease_until: '9999-01-01T00:00:00.000Z',
    });
    const opens = jest.spyOn(after.store.sealer, 'open');
    const rotator = rotate();
    let rounds = 0;
    const now = jest.spyOn(after.store, 'now').mockImplementation(async () => {
      rounds += 1;
      return new Date();
    });
    await after.until(() => rounds > 3);
    expect(opens).not.toHaveBeenCalled();
    expect((await rotator.view())?.state).toBe('resealing');
    now.mockRestore();
    await db('sealing_rotation').update({ lease_until: '2020-01-01' });
    await isDone(rotator);
    expect(Object.keys(await sealedBy())).toEqual(['new']);
  });

  it('tells what does not open, and of which key, and seals the rest', async () => {
    const run = await sealedRun();
    const lost = new Sealer([{ id: 'lost', key: Buffer.alloc(32, 3) }]);
    await db('run_journal')
      .where({ run_id: run.id })
      .update({ after_sealed: lost.seal({}, 'x') });
    const rotator = rotate();
    await isDone(rotator);
    expect(await sealedBy()).toMatchObject({ lost: 1 });
    expect(await rotator.view()).toMatchObject({
      message: `Everything that opens is sealed with the key 'new'. 1 of the key 'lost' do not open, such as one of run ${run.id}: A sealed value needs the key 'lost', which missions.sealing.keys does not list. Nothing needs 'old' any more: take it out of missions.sealing.keys.`,
      keys: [
        { id: 'new', use: 'seals' },
        { id: 'old', use: 'removable' },
        { id: 'lost', use: 'shut', count: 1 },
      ],
    });
    expect(logger.error).toHaveBeenCalledTimes(1);
  });

  it('does not call a key removable of which something did not open', async () => {
    const run = await sealedRun();
    await db('run_journal')
      .where({ run_id: run.id })
      .update({ prior_sealed: before.store.sealer.seal({}, 'elsewhere') });
    const rotator = rotate();
    await isDone(rotator);
    expect((await rotator.view())?.keys).toMatchObject([
      { id: 'new', use: 'seals' },
      { id: 'old', use: 'opens' },
      { id: 'old', use: 'shut', count: 1 },
    ]);
  });

  it('lets runs go on meanwhile, those of a replica that has the key second too', async () => {
    await before.worker();
    const run = await before.start(PAINT, { secrets: { password: 'x' } });
    await before.asks(run.id);
    await before.halt();
    const rotator = rotate();
    await isDone(rotator);
    const second = await open([old, next]);
    await second.worker();
    await second.approve(run.id);
    await second.reaches(run.id, 'succeeded');
    await second.stop();
    expect(run.state).toBe('queued');
  });

  it('does nothing without a key', async () => {
    const keyless = await open([]);
    const rotator = rotate(keyless);
    expect(await rotator.view()).toBeUndefined();
    expect(await readRotation({ tx: db })).toBeUndefined();
    await keyless.stop();
  });
});

async function tablesOf(db: Knex): Promise<string[]> {
  const postgres = db.client.config.client === 'pg';
  const result = await db.raw(
    postgres
      ? `SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public'`
      : `SELECT name FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite%'`,
  );
  const rows: { name: string }[] = postgres ? result.rows : result;
  return rows.map(({ name }) => name);
}
