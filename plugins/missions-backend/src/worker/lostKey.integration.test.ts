import type { RunState } from '@mission-control/plugin-missions-common';
import type { Knex } from 'knex';
import { defaultRules } from '../engine';
import { Sealer, type SealingKey } from '../sealing';
import {
  type NewRun,
  type RunRecord,
  decideTarget,
  readEvents,
  readEvidence,
  readTargets,
  recheckTarget,
  requestCancel,
} from '../store';
import { engineDatabases } from '../store/__testUtils__/databases';
import { insertHourlyOrbit } from './__testUtils__/hourlyOrbit';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { TestEngine, type TestSpec } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const by = 'user:default/operator';
const before: SealingKey = { id: 'before', key: Buffer.alloc(32, 7) };
const after: SealingKey = { id: 'after', key: Buffer.alloc(32, 9) };
const WHY =
  "A sealed value needs the key 'before', which missions.sealing.keys does not list (SECRET_KEY_MISSING)";
const spec: TestSpec = { steps: [paintHouse], verify: [houseIsBlue] };
const ofOrbit: Partial<NewRun> = {
  trigger: { kind: 'schedule', orbitId: 'o1' },
  orbitId: 'o1',
};

describe.each(ids)('a run whose key is gone on %s', id => {
  let db: Knex;
  let engine: TestEngine;

  /** The next process, with these keys. */
  async function open(keys: SealingKey[], giveUpAfterMs: number = 60_000) {
    engine = await TestEngine.create(db, [new MemoryCluster('one')], {
      sealer: new Sealer(keys),
      rules: { ...defaultRules, blocked: { lookEveryMs: 50, giveUpAfterMs } },
    });
  }

  beforeEach(async () => {
    db = await databases.init(id);
    await open([before]);
    await insertHourlyOrbit(engine.store);
  });

  afterEach(() => engine.stop());

  const targetOf = async ({ id: runId }: RunRecord) => {
    const tx = engine.store.db;
    const [target] = await readTargets({ tx, runIds: [runId] });
    return target;
  };
  const isTold = (run: RunRecord, state: RunState) =>
    engine.until(async () => {
      const target = await targetOf(run);
      return target.state === state && target.reason === WHY;
    });
  const cancel = (run: RunRecord) =>
    engine.store.changeRun(run.id, change => requestCancel({ change, by }));

  /** Starts a run and waits until it asks; then the key is another one. */
  async function replacedWhileAsking(
    options?: Partial<NewRun>,
    giveUpAfterMs?: number,
  ) {
    await engine.worker();
    const run = await engine.start(spec, options);
    await engine.asks(run.id);
    await engine.stop();
    await open([after], giveUpAfterMs);
    await engine.worker();
    return run;
  }

  /** Starts a run that nobody drives before the key is another one. */
  async function replacedInQueue(
    options?: Partial<NewRun>,
    giveUpAfterMs?: number,
  ) {
    const run = await engine.start(spec, options);
    await engine.stop();
    await open([after], giveUpAfterMs);
    await engine.worker();
    return run;
  }

  it('can be cancelled while it waits for approval', async () => {
    const run = await replacedWhileAsking();
    await cancel(run);
    const ended = await engine.reaches(run.id, 'cancelled');
    expect(ended.outcome).toBe('one was cancelled');
  });

  it('is blocked with the reason before it has a plan, and can be closed', async () => {
    const run = await replacedInQueue();
    await isTold(run, 'blocked');
    const evidence = await readEvidence({
      tx: engine.store.db,
      runId: run.id,
      targetId: 'one',
    });
    expect(evidence).toMatchObject([
      {
        result: {
          id: 'sealing-key',
          status: 'unknown',
          message: WHY,
          remedy: {
            text: "Add the key 'before' to missions.sealing.keys again.",
          },
        },
      },
    ]);
    const of = { targetId: 'one', decision: 'close', by } as const;
    await engine.store.changeRun(run.id, change =>
      decideTarget({ change, ...of }),
    );
    const ended = await engine.reaches(run.id, 'failed');
    expect(ended.outcome).toBe(`one failed: ${WHY}`);
  });

  it('is blocked again when somebody has it checked, and goes on when the key is back', async () => {
    const run = await replacedInQueue();
    const recheck = () =>
      engine.store.changeRun(run.id, change =>
        recheckTarget({ change, targetId: 'one', by }),
      );
    await isTold(run, 'blocked');
    await recheck();
    await isTold(run, 'blocked');
    await engine.stop();
    await open([after, before]);
    await engine.worker();
    await recheck();
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'succeeded');
    expect(ended.outcome).toBe('one succeeded');
  });

  it('tells the reason once while it is at work, and goes on when the key is back', async () => {
    const run = await replacedWhileAsking();
    await engine.approve(run.id);
    await isTold(run, 'running');
    const { fence } = await targetOf(run);
    await engine.until(async () => (await targetOf(run)).fence > fence + 1);
    const events = await readEvents({ tx: engine.store.db, runId: run.id });
    expect(
      events.filter(event => event.type === 'target.waiting'),
    ).toMatchObject([{ targetId: 'one', message: WHY }]);
    await engine.stop();
    await open([after, before]);
    await engine.worker();
    await engine.reaches(run.id, 'succeeded');
    expect((await targetOf(run)).reason).toBeUndefined();
  });

  it('can be cancelled while it is at work', async () => {
    const run = await replacedWhileAsking();
    await engine.approve(run.id);
    await isTold(run, 'running');
    await cancel(run);
    const ended = await engine.reaches(run.id, 'cancelled');
    expect(ended.outcome).toBe('one was cancelled');
  });

  it('is given up by itself when an orbit started it, and holds up no slot', async () => {
    const run = await replacedInQueue(ofOrbit, 150);
    const ended = await engine.reaches(run.id, 'failed');
    expect(ended.outcome).toBe(`one failed: ${WHY}`);
  });

  it('is ended by itself when an orbit started it and it is at work', async () => {
    const run = await replacedWhileAsking(ofOrbit, 150);
    await engine.approve(run.id);
    const ended = await engine.reaches(run.id, 'cancelled');
    expect(ended.outcome).toBe(`one was cancelled: ${WHY}`);
  });

  it('is told where several replicas lack the key', async () => {
    const run = await engine.start(spec);
    await engine.stop();
    await open([after]);
    const other = await TestEngine.create(db, [new MemoryCluster('one')], {
      sealer: new Sealer([after]),
    });
    try {
      await Promise.all([engine, engine, other].map(each => each.worker()));
      await isTold(run, 'blocked');
      expect(await targetOf(run)).toMatchObject({ state: 'blocked' });
    } finally {
      await other.stop();
    }
  });
});
