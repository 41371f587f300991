import { createMissionAction } from '@mission-control/plugin-missions-node';
import type { Knex } from 'knex';
import { z } from 'zod';
import { readEvents, readJournal, readSteps, readTargets } from '../store';
import { noteStoreError } from '../store/isStoreError';
import { engineDatabases } from '../store/__testUtils__/databases';
import { HeldLease } from './HeldLease';
import { houseIsBlue, paintHouse } from './__testUtils__/house';
import { MemoryCluster } from './__testUtils__/MemoryCluster';
import { refuseOnce } from './__testUtils__/refuseOnce';
import { TestEngine } from './__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

/** Says in its own words what goes wrong with its journal. */
const hidingAction = createMissionAction({
  id: 'memory:hide',
  description: 'Hides why it fails',
  examples: [],
  effect: 'write',
  schema: { input: z.object({}).strict(), output: z.object({}) },
  plan: async () => ({
    changes: [{ object: object('shed'), verb: 'set', kind: 'create' }],
  }),
  async run({ journal, evidence }) {
    try {
      const [known] = await journal.records();
      const intent = { verb: 'set', object: object('shed'), prior: null };
      const seq = known?.seq ?? (await journal.intend(intent));
      await journal.complete(seq, { data: 'blue' });
    } catch {
      throw new Error('It did not work');
    }
    evidence({ asked: 'GET shed', answered: 'blue' });
    return {};
  },
});

function object(name: string) {
  return { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'test', name };
}

describe.each(ids)('one statement that the database refuses on %s', id => {
  let db: Knex;
  let engine: TestEngine;
  let one: MemoryCluster;

  beforeEach(async () => {
    db = await databases.init(id);
    one = new MemoryCluster('one');
    engine = await TestEngine.create(db, [one]);
    engine.registry.addActions(hidingAction);
    await engine.worker();
  });

  afterEach(async () => {
    jest.restoreAllMocks();
    await engine.stop();
  });

  /** Ends the rest of the target whose driving failed. */
  const wake = async (refused: readonly string[], runId: string) => {
    const resting = () =>
      db('run_targets')
        .where({ run_id: runId })
        .whereNull('lease_owner')
        .whereNotNull('wake_at');
    await engine.until(
      async () => refused.length > 0 && (await resting()).length > 0,
    );
    await resting().update({ wake_at: new Date(0).toISOString() });
  };
  const typesOf = async (runId: string) =>
    (await readEvents({ tx: db, runId })).map(event => event.type);

  it.each([
    ['what is known before it', /select \* from .run_steps/],
    ['its intent', /insert into .run_journal/],
    ['what its write left', /update .run_journal/],
    ['its end', /update .?run_steps.?( t)? set .*output_json/i],
  ])(
    'does not fail a step by %s: it is taken over',
    async (_what, statement) => {
      const run = await engine.start({
        steps: [paintHouse],
        verify: [houseIsBlue],
      });
      await engine.asks(run.id);
      const { refused } = refuseOnce(db, statement);
      await engine.approve(run.id);
      await wake(refused, run.id);
      await engine.reaches(run.id, 'succeeded');
      const [target] = await readTargets({ tx: db, runIds: [run.id] });
      expect(target.reason).toBeUndefined();
      const [step] = await readSteps({ tx: db, runId: run.id });
      expect(step).toMatchObject({ state: 'succeeded', attempt: 1 });
      expect(await readJournal({ tx: db, runId: run.id })).toHaveLength(1);
      expect(new Set(engine.hooks.calls).size).toBe(1);
      expect(await typesOf(run.id)).not.toContain('step.failed');
    },
  );

  it('does not fail a step whose action hides it behind an error of its own', async () => {
    const run = await engine.start({
      steps: [{ id: 'hide', action: 'memory:hide', input: {} }, paintHouse],
      verify: [houseIsBlue],
    });
    await engine.asks(run.id);
    const { refused } = refuseOnce(db, /insert into .run_journal/);
    await engine.approve(run.id);
    await wake(refused, run.id);
    await engine.reaches(run.id, 'succeeded');
    expect(await typesOf(run.id)).not.toContain('step.failed');
  });

  it('runs no step whose condition nobody could read', async () => {
    one.objects.set('color', { data: 'red' });
    const run = await engine.start({
      steps: [
        { id: 'mix', action: 'memory:set', input: { name: 'mix', value: 1 } },
        { id: 'look', action: 'memory:get', input: { name: 'color' } },
        { ...paintHouse, if: "steps.look.output.value == 'blue'" },
      ],
      verify: [
        {
          id: 'is-mixed',
          check: 'memory:equals',
          input: { name: 'mix', value: 1 },
        },
      ],
    });
    await engine.asks(run.id);
    const { stepRows } = HeldLease.prototype;
    const refused: string[] = [];
    jest
      .spyOn(HeldLease.prototype, 'stepRows')
      .mockImplementation(async function read(this: HeldLease) {
        const rows = await stepRows.call(this);
        const seen = rows.some(
          row => row.step_id === 'look' && row.output_json !== null,
        );
        if (seen && refused.length === 0) {
          refused.push('outputs');
          throw noteStoreError(new Error('Connection terminated unexpectedly'));
        }
        return rows;
      });
    await engine.approve(run.id);
    await engine.until(() => refused.length > 0);
    await wake(refused, run.id);
    await engine.reaches(run.id, 'succeeded');
    const steps = await readSteps({ tx: db, runId: run.id });
    expect(steps.map(({ state }) => state)).toEqual([
      'succeeded',
      'succeeded',
      'skipped',
    ]);
    expect(one.objects.has('house')).toBe(false);
  });

  it.each([
    ['preflight', /select .cluster_uid. from .run_targets/],
    ['plan', /select \* from .run_journal. .*.step_id. = /],
  ])('does not block the %s of an undo', async (_phase, statement) => {
    const run = await engine.start({
      steps: [paintHouse],
      verify: [houseIsBlue],
    });
    await engine.approve(run.id);
    await engine.reaches(run.id, 'succeeded');
    const { refused } = refuseOnce(db, statement);
    const undo = await engine.undo(run);
    await wake(refused, undo.id);
    await engine.approve(undo.id);
    await engine.reaches(undo.id, 'succeeded');
    expect(await typesOf(undo.id)).not.toContain('target.blocked');
  });
});
