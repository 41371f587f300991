import type { Knex } from 'knex';
import {
  migrateLater,
  takeBackLater,
} from '../store/__testUtils__/laterVersion';
import { engineDatabases } from '../store/__testUtils__/databases';
import { type RunRecord, readEvents, readSteps, readTargets } from '../store';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const spec = { steps: [paintHouse], verify: [houseIsBlue] };

describe.each(ids)('a schema that is upgraded under an engine on %s', id => {
  let db: Knex;
  let cluster: MemoryCluster;
  let engine: TestEngine;

  beforeEach(async () => {
    db = await databases.initEmpty(id);
    cluster = new MemoryCluster('one');
    engine = await TestEngine.create(db, [cluster]);
  });
  afterEach(() => engine.stop());

  const untilIdle = () =>
    engine.until(
      async () =>
        (await db('run_targets').whereNotNull('lease_owner')).length === 0,
    );
  const stateOf = async ({ id: runId }: RunRecord) => {
    const [{ state }] = await readTargets({ tx: db, runIds: [runId] });
    const [step] = await readSteps({ tx: db, runId, targetId: 'one' });
    return { state, step: step.state };
  };

  it('makes it stop in the middle of a write, and fails nothing; who knows the schema goes on, once', async () => {
    const before = cluster.fingerprint;
    await engine.worker({ announceMs: 20 });
    const told = jest.fn();
    engine.store.schema.onNewer(told);
    engine.hooks.afterIntent = async () => {
      engine.hooks.afterIntent = undefined;
      await migrateLater(db, { breaks: true });
    };
    const run = await engine.start(spec);
    await engine.approve(run.id);
    await engine.until(() => told.mock.calls.length > 0);
    await untilIdle();
    await engine.until(
      async () => (await db('worker_replicas').pluck('id')).length === 0,
    );
    expect(await stateOf(run)).toEqual({ state: 'running', step: 'running' });
    const events = await readEvents({ tx: db, runId: run.id });
    expect(events.map(({ type }) => type)).not.toContain('step.failed');
    await expect(engine.start(spec)).rejects.toMatchObject({
      code: 'SCHEMA_NEWER',
    });

    await takeBackLater(db);
    await engine.reaches(run.id, 'succeeded');
    expect(new Set(engine.hooks.calls).size).toBe(1);
    const undo = await engine.undo(run);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(cluster.fingerprint).toBe(before);
  });

  it('makes it leave alone what waits in the queue', async () => {
    const { id: replica } = await engine.worker({ announceMs: 20 });
    await engine.until(async () =>
      (await db('worker_replicas').pluck('id')).includes(replica),
    );
    const run = await engine.start(spec);
    await engine.asks(run.id);
    await migrateLater(db, { breaks: true });
    await db('run_targets').update({ wake_at: '2020-01-01T00:00:00.000Z' });
    const fences = await db('run_targets').pluck('fence');
    await engine.until(() => engine.store.schema.trouble !== undefined);
    expect(await db('run_targets').pluck('fence')).toEqual(fences);
    await takeBackLater(db);
    await engine.until(() => engine.store.schema.trouble === undefined);
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
  });

  it('is not needed to leave alone what nobody here knows: it stays as it is', async () => {
    await engine.worker();
    const run = await engine.start(spec);
    await engine.asks(run.id);
    await db('run_steps').update({
      state: 'waiting',
      suspension_json: '{"kind":"rain"}',
    });
    await engine.approve(run.id);
    const [{ fence }] = await db('run_targets').select('fence');
    await db('run_targets').update({ wake_at: '2020-01-01T00:00:00.000Z' });
    await engine.until(async () => {
      const [row] = await db('run_targets').select('fence', 'lease_owner');
      return row.fence > fence && row.lease_owner === null;
    });
    expect(await stateOf(run)).toEqual({ state: 'running', step: 'waiting' });
    await db('run_steps').update({ state: 'pending', suspension_json: null });
    await db('run_targets').update({ wake_at: '2020-01-01T00:00:00.000Z' });
    await engine.reaches(run.id, 'succeeded');
  });
});
