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
});
