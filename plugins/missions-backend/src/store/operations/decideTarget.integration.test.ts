import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { decideTarget } from './decideTarget';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();

describe.each(ids)('decideTarget on %s', id => {
  it('still wakes what is tried again when another one is closed after it', async () => {
    const store = await Store.create({ database: await databases.init(id) });
    const { id: runId } = await insertRun(store, {
      targets: ['one', 'two'].map(name => ({ cluster: { name } })),
    });
    await store
      .db('run_targets')
      .where({ run_id: runId })
      .update({ state: 'needs_decision' });
    const woken = await store.changeRun(runId, async change => {
      const by = 'user:default/jane';
      await decideTarget({ change, targetId: 'one', decision: 'retry', by });
      await decideTarget({ change, targetId: 'two', decision: 'close', by });
      return change.wake;
    });
    expect(woken).toBe(true);
    await store.close();
  });

  describe('skip of a step', () => {
    const by = 'user:default/jane';
    let store: Store;
    let original: string;

    /** An original run that wrote in two steps, on two clusters. */
    beforeEach(async () => {
      store = await Store.create({ database: await databases.init(id) });
      ({ id: original } = await insertRun(store));
      const entries = [
        { seq: 1, state: 'undone' },
        { seq: 2, state: 'failed' },
        { seq: 3, state: 'done' },
        { seq: 4, state: 'intent' },
        { seq: 5, state: 'done', irreversible: 'It is a Job' },
        { seq: 6, state: 'done', step_id: 'other' },
        { seq: 7, state: 'done', target_id: 'two' },
      ];
      await store.db('run_journal').insert(
        entries.map(entry => ({
          run_id: original,
          target_id: 'one',
          step_id: 'apply',
          verb: 'apply',
          object_json: '{}',
          prior_existed: true,
          irreversible: null,
          fence: 1,
          at: new Date().toISOString(),
          ...entry,
        })),
      );
    });

    afterEach(async () => {
      await store.close();
    });

    /** Skips the step 'apply' of a run; answers what is kept by then. */
    async function skip(runId: string) {
      await store
        .db('run_targets')
        .where({ run_id: runId })
        .update({ state: 'needs_decision' });
      await store.db('run_steps').insert({
        run_id: runId,
        target_id: 'one',
        step_id: 'apply',
        source_id: 'apply',
        name: 'Apply',
        action: 'memory:set',
        effect: 'write',
        position: 0,
        state: 'failed',
        attempt: 1,
      });
      await store.changeRun(runId, change =>
        decideTarget({
          change,
          targetId: 'one',
          stepId: 'apply',
          decision: 'skip',
          by,
          reason: 'no rights',
        }),
      );
      const step = await store
        .db('run_steps')
        .where({ run_id: runId })
        .first('state', 'skip_reason');
      const kept = await store
        .db('run_journal')
        .whereNotNull('kept_by')
        .orderBy('seq')
        .select('run_id', 'seq', 'kept_by', 'kept_reason');
      return { step, kept };
    }
    const skipped = { state: 'overridden', skip_reason: 'no rights' };

    it('keeps what the step of an undo left, and not what it took back', async () => {
      const undo = await insertRun(store, {
        undoOf: original,
        undo: { targets: ['one'], overwriteDrift: [] },
      });
      const { step, kept } = await skip(undo.id);
      expect(step).toEqual(skipped);
      expect(kept).toEqual(
        [3, 4, 5].map(seq => ({
          run_id: original,
          seq,
          kept_by: undo.id,
          kept_reason:
            'Its step of the undo failed and was skipped by jane: no rights',
        })),
      );
    });

    it('keeps nothing where the run is no undo', async () => {
      expect(await skip(original)).toEqual({ step: skipped, kept: [] });
    });
  });
});
