import { startUndo } from '../../services/runs/startUndo';
import {
  decideTarget,
  readEvidence,
  readJournal,
  readPlans,
  requestCancel,
  type RunRecord,
} from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { MemoryCluster } from '../../worker/__testUtils__/MemoryCluster';
import { TestEngine } from '../../worker/__testUtils__/TestEngine';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const OPERATOR = 'user:default/operator';
const set = (name: string) => ({
  id: name,
  action: 'memory:set',
  input: { name, value: 'blue' },
});

describe.each(ids)('the undo of a retried mission:run on %s', id => {
  let engine: TestEngine;
  let one: MemoryCluster;
  let before: string;

  beforeEach(async () => {
    one = new MemoryCluster('one');
    one.objects.set('lawn', { data: 'green' });
    before = one.fingerprint;
    engine = await TestEngine.create(await databases.init(id), [one]);
    await engine.worker();
    await engine.mission('build', {
      steps: [
        set('house'),
        { id: 'fail', action: 'memory:fail', input: {} },
        set('tree'),
      ],
      verify: [
        {
          id: 'is-there',
          check: 'memory:equals',
          input: { name: 'tree', value: 'blue' },
        },
      ],
    });
  });

  afterEach(async () => {
    await engine.stop();
  });

  const children = (runId: string): Promise<string[]> =>
    engine.store
      .db('runs')
      .where({ parent_run_id: runId })
      .orderBy('id')
      .pluck('id');
  const child = async (runId: string, index: number): Promise<string> => {
    await engine.until(async () => (await children(runId)).length > index);
    return (await children(runId))[index];
  };
  const decide = (
    runId: string,
    targetId: string,
    decision: 'retry' | 'close',
  ) =>
    engine.store.changeRun(runId, change =>
      decideTarget({ change, targetId, decision, by: OPERATOR }),
    );
  const cancel = async (runId: string) => {
    await engine.store.changeRun(runId, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    await engine.reaches(runId, 'cancelled');
  };
  /** A sequence whose first child wrote `house` and failed, and was retried. */
  const retried = async () => {
    engine.failing.left = 1;
    const run = await engine.start(
      {
        type: 'sequence',
        steps: [
          {
            id: 'first',
            action: 'mission:run',
            input: { mission: 'test/build', targets: [{ cluster: 'one' }] },
          },
        ],
      },
      { targets: [] },
    );
    await engine.approve(run.id);
    const first = await child(run.id, 0);
    await engine.approve(first);
    await engine.reaches(first, 'needs_decision');
    await decide(first, 'one', 'close');
    await engine.reaches(run.id, 'needs_decision');
    await decide(run.id, '-', 'retry');
    const second = await child(run.id, 1);
    await engine.asks(second);
    return { run, first, second };
  };
  const finished = async () => {
    const made = await retried();
    await engine.approve(made.second);
    await engine.reaches(made.run.id, 'succeeded');
    return made;
  };
  const undoOf = async (run: RunRecord) => {
    const undo = await engine.undo(run, []);
    await engine.approve(undo.id);
    return undo;
  };
  /** Approves the undo of a child, and says which it takes back. */
  const takesBack = async (undo: RunRecord, index: number) => {
    const undoId = await child(undo.id, index);
    await engine.approve(undoId);
    await engine.reaches(undoId, 'succeeded');
    const row = await engine.store.db('runs').where({ id: undoId }).first();
    return row.undo_of;
  };
  const states = async ({ id: runId }: RunRecord) =>
    (await readJournal({ tx: engine.store.db, runId })).map(
      ({ verb, state }) => [verb, state],
    );
  const planned = async ({ id: runId }: RunRecord) => {
    const [plan] = await readPlans({ tx: engine.store.db, runId });
    return plan.changes.map(({ kind, desired }) => [
      kind,
      (desired as any).runId,
    ]);
  };
  const told = async ({ id: runId }: RunRecord) => {
    const evidence = await readEvidence({ tx: engine.store.db, runId });
    return evidence.map(({ result }) => [result.status, result.message]);
  };

  it('takes back every run that the step started, the newest first, and so does the undo of that', async () => {
    const { run, first, second } = await finished();
    const built = one.fingerprint;
    const undo = await undoOf(run);
    expect(await planned(undo)).toEqual([
      ['external', second],
      ['external', first],
    ]);
    expect(await takesBack(undo, 0)).toBe(second);
    expect(await states(run)).toEqual([
      ['start', 'done'],
      ['start', 'done'],
    ]);
    expect(await takesBack(undo, 1)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
    expect(await states(run)).toEqual([
      ['start', 'undone'],
      ['start', 'undone'],
    ]);
    const [last, older] = await children(undo.id);
    expect(await told(undo)).toEqual([
      [
        'pass',
        `Run ${second}: taken back by run ${last}, Run ${first}: taken back by run ${older}`,
      ],
    ]);

    const again = await undoOf(undo);
    expect(await takesBack(again, 0)).toBe(older);
    expect(await takesBack(again, 1)).toBe(last);
    await engine.reaches(again.id, 'succeeded');
    expect(one.fingerprint).toBe(built);
  });

  it('takes back the first attempt when the second was cancelled before it began', async () => {
    const { run, first, second } = await retried();
    await engine.store.changeRun(run.id, change =>
      requestCancel({ change, by: OPERATOR }),
    );
    await cancel(second);
    await engine.reaches(run.id, 'cancelled');
    const undo = await undoOf(run);
    expect(await planned(undo)).toEqual([
      ['noop', second],
      ['external', first],
    ]);
    expect(await takesBack(undo, 0)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
    const [by] = await children(undo.id);
    expect(await told(undo)).toEqual([
      [
        'pass',
        `Run ${second}: nothing is left to take back, Run ${first}: taken back by run ${by}`,
      ],
    ]);
  });

  it('starts no undo of a run that was taken back by hand, and says so', async () => {
    const { run, first, second } = await finished();
    const byHand = await startUndo({
      store: engine.store,
      runId: second,
      request: {},
      initiator: OPERATOR,
    });
    await engine.approve(byHand.id);
    await engine.reaches(byHand.id, 'succeeded');
    const undo = await undoOf(run);
    expect(await planned(undo)).toEqual([
      ['noop', second],
      ['external', first],
    ]);
    expect(await takesBack(undo, 0)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(await children(undo.id)).toHaveLength(1);
    expect(one.fingerprint).toBe(before);
  });

  it('is not green while one of them stays, and a retry takes back the rest', async () => {
    const { run, first, second } = await finished();
    const undo = await undoOf(run);
    expect(await takesBack(undo, 0)).toBe(second);
    await cancel(await child(undo.id, 1));
    await engine.reaches(undo.id, 'needs_decision');
    expect(one.objects.has('house')).toBe(true);
    expect(await states(run)).toContainEqual(['start', 'done']);
    await decide(undo.id, '-', 'retry');
    expect(await takesBack(undo, 2)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
    expect(await children(undo.id)).toHaveLength(3);
  });

  it('takes back a run whose start was never recorded', async () => {
    const { run, first } = await finished();
    await engine.store
      .db('run_journal')
      .where({ run_id: run.id, seq: 1 })
      .update({ state: 'intent', after_sealed: null });
    const undo = await undoOf(run);
    await takesBack(undo, 0);
    expect(await takesBack(undo, 1)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(one.fingerprint).toBe(before);
  });

  it('starts nothing twice when the worker stops before or after it is recorded', async () => {
    const { run, first } = await finished();
    let hangs = (): void => undefined;
    const hung = new Promise<void>(resolve => {
      hangs = resolve;
    });
    engine.hooks.afterChildUndo = async runId => {
      if (runId === first) {
        engine.hooks.afterChildUndo = undefined;
        hangs();
        await new Promise(() => undefined);
      }
    };
    const undo = await undoOf(run);
    await takesBack(undo, 0);
    await hung;
    const [newest, older] = await children(undo.id);
    await engine.halt();
    expect(await states(undo)).toEqual([
      ['undo', 'done'],
      ['undo', 'intent'],
    ]);

    await engine.worker();
    await engine.until(async () =>
      (await states(undo)).every(([, state]) => state === 'done'),
    );
    await engine.asks(older);
    await engine.halt();
    await engine.store
      .db('run_steps')
      .where({ run_id: undo.id })
      .update({
        child_run_id: newest,
        suspension_json: JSON.stringify({ kind: 'child', runId: newest }),
      });
    await engine.store
      .db('run_targets')
      .where({ run_id: undo.id })
      .update({ wake_at: new Date().toISOString() });

    await engine.worker();
    expect(await takesBack(undo, 1)).toBe(first);
    await engine.reaches(undo.id, 'succeeded');
    expect(await children(undo.id)).toEqual([newest, older]);
    expect(await states(undo)).toEqual([
      ['undo', 'done'],
      ['undo', 'done'],
    ]);
    expect(one.fingerprint).toBe(before);
  });
});
