import type { Knex } from 'knex';
import { defaultRules } from '../engine';
import { Sealer, type SealingKey } from '../sealing';
import {
  type RunRecord,
  readEvents,
  readTargets,
  recheckTarget,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const oldKey: SealingKey = { id: 'old', key: Buffer.alloc(32, 7) };
const newKey: SealingKey = { id: 'new', key: Buffer.alloc(32, 9) };
const WAITS = "Waits for a replica that has the key 'new'";
const LOST =
  "A sealed value needs the key 'new', which missions.sealing.keys does not list (SECRET_KEY_MISSING)";
const spec: TestSpec = { steps: [paintHouse], verify: [houseIsBlue] };
const barn = { name: 'barn', value: 'blue' };
const other: TestSpec = {
  steps: [{ ...paintHouse, input: barn }],
  verify: [{ id: 'barn', check: 'memory:equals', input: barn }],
};

describe.each(ids)('a replica without a key that another one has on %s', id => {
  let db: Knex;
  let keyed: TestEngine;
  let lacking: TestEngine;

  beforeEach(async () => {
    db = await databases.init(id);
    const clusters = [new MemoryCluster('one')];
    const open = (keys: SealingKey[]) =>
      TestEngine.create(db, clusters, {
        sealer: new Sealer(keys),
        rules: {
          ...defaultRules,
          blocked: { lookEveryMs: 50, giveUpAfterMs: 60_000 },
        },
      });
    keyed = await open([newKey, oldKey]);
    lacking = await open([oldKey]);
  });

  afterEach(async () => {
    await lacking.stop();
    await keyed.stop();
  });

  const targetOf = async ({ id: runId }: RunRecord) =>
    (await readTargets({ tx: db, runIds: [runId] }))[0];
  const idsOfReplicas = async (): Promise<string[]> =>
    db('worker_replicas').pluck('id');
  /** Waits until a run stands still with a reason; answers how. */
  const standing = async (run: RunRecord) => {
    await keyed.until(async () => {
      const { state, reason } = await targetOf(run);
      return reason !== undefined || state === 'needs_decision';
    });
    const { state, reason } = await targetOf(run);
    return { state, reason };
  };
  const toldOf = async ({ id: runId }: RunRecord) =>
    JSON.stringify(await readEvents({ tx: db, runId }));
  const recheck = (run: RunRecord) =>
    lacking.store.changeRun(run.id, change =>
      recheckTarget({ change, targetId: 'one', by: 'user:default/operator' }),
    );

  /** Takes the only place of the replica with the key. Answers how to free it. */
  async function busyReplica(): Promise<() => Promise<void>> {
    let free!: () => void;
    const freed = new Promise<void>(resolve => {
      free = resolve;
    });
    let busy = false;
    keyed.hooks.afterWrite = async () => {
      keyed.hooks.afterWrite = undefined;
      busy = true;
      await freed;
    };
    const { id: replica } = await keyed.worker({ concurrency: 1 });
    await keyed.until(async () => (await idsOfReplicas()).includes(replica));
    const run = await keyed.start(other);
    await keyed.approve(run.id);
    await keyed.until(() => busy);
    return async () => {
      free();
      await keyed.reaches(run.id, 'succeeded');
    };
  }

  it('leaves a queued run to it, however long it is busy', async () => {
    const free = await busyReplica();
    const run = await keyed.start(spec);
    await lacking.worker();
    expect(await standing(run)).toEqual({ state: 'queued', reason: WAITS });
    await free();
    await keyed.approve(run.id);
    await keyed.reaches(run.id, 'succeeded');
    expect(await toldOf(run)).not.toContain('SECRET_KEY_MISSING');
  });

  it('leaves a run at work to it', async () => {
    await keyed.worker();
    const run = await keyed.start(spec);
    await keyed.asks(run.id);
    await keyed.halt();
    const free = await busyReplica();
    await keyed.approve(run.id);
    await lacking.worker();
    expect(await standing(run)).toEqual({ state: 'running', reason: WAITS });
    await free();
    await keyed.reaches(run.id, 'succeeded');
    expect(await toldOf(run)).not.toContain('SECRET_KEY_MISSING');
    expect((await targetOf(run)).reason).toBeUndefined();
  });

  it('tells at once without it, and leaves to it what is checked again', async () => {
    const run = await keyed.start(spec);
    await lacking.worker();
    expect(await standing(run)).toEqual({ state: 'blocked', reason: LOST });
    const free = await busyReplica();
    await recheck(run);
    expect(await standing(run)).toEqual({ state: 'preflight', reason: WAITS });
    await free();
    await keyed.approve(run.id);
    await keyed.reaches(run.id, 'succeeded');
  });

  /** A run that the replica with the key carries out, and its journal with it. */
  async function carriedOut(): Promise<RunRecord> {
    const run = await lacking.start(spec);
    await keyed.worker();
    await keyed.approve(run.id);
    return keyed.reaches(run.id, 'succeeded');
  }

  it('leaves the plan of an undo to it whose journal it sealed', async () => {
    const run = await carriedOut();
    await keyed.halt();
    const free = await busyReplica();
    const undo = await lacking.undo(run);
    await lacking.worker();
    expect(await standing(undo)).toEqual({ state: 'planning', reason: WAITS });
    await free();
    await keyed.approve(undo.id);
    await keyed.reaches(undo.id, 'succeeded');
    expect(await toldOf(undo)).not.toContain('SECRET_KEY_MISSING');
  });

  it('leaves an undo at work to it', async () => {
    const undo = await lacking.undo(await carriedOut());
    await keyed.asks(undo.id);
    await keyed.halt();
    const free = await busyReplica();
    await keyed.approve(undo.id);
    await lacking.worker();
    expect(await standing(undo)).toEqual({ state: 'running', reason: WAITS });
    await free();
    await keyed.reaches(undo.id, 'succeeded');
    expect(await toldOf(undo)).not.toContain('step.failed');
  });

  it('ends no step that it sealed when it was shut down in a write', async () => {
    const run = await lacking.start(spec);
    let writes = false;
    keyed.hooks.afterIntent = async ({ signal }) => {
      writes = true;
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    };
    await keyed.worker();
    await keyed.approve(run.id);
    await keyed.until(() => writes);
    await keyed.halt();
    keyed.hooks.afterIntent = undefined;
    await lacking.worker();
    expect(await standing(run)).toEqual({ state: 'running', reason: LOST });
    await keyed.worker();
    await keyed.reaches(run.id, 'succeeded');
    expect(new Set(keyed.hooks.calls).size).toBe(1);
    expect(await toldOf(run)).not.toContain('step.failed');
  });

  it('tells at once when that one is gone, and forgets it', async () => {
    await db('worker_replicas').insert({
      id: 'killed',
      seen_at: '9999-01-01T00:00:00.000Z',
      keys_json: JSON.stringify(new Sealer([newKey]).prints),
    });
    const run = await keyed.start(spec);
    await lacking.worker({ announceMs: 20 });
    expect(await standing(run)).toEqual({ state: 'queued', reason: WAITS });
    await db('worker_replicas')
      .where({ id: 'killed' })
      .update({ seen_at: '2020-01-01T00:00:00.000Z' });
    await keyed.until(async () => (await targetOf(run)).state === 'blocked');
    expect(await standing(run)).toEqual({ state: 'blocked', reason: LOST });
    await keyed.until(async () => (await idsOfReplicas()).length === 1);
  });

  it('says that it lives until it stops, also when others forgot it', async () => {
    const { id: replica } = await lacking.worker({ announceMs: 20 });
    const isThere = async () => (await idsOfReplicas()).includes(replica);
    await lacking.until(isThere);
    await db('worker_replicas').delete();
    await lacking.until(isThere);
    await lacking.halt();
    expect(await idsOfReplicas()).toEqual([]);
  });
});
