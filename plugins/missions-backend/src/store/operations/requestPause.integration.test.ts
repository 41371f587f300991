import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { Store } from '../Store';
import { claimTarget } from './claimTarget';
import { readTarget } from './readRun';
import { releaseTarget } from './releaseTarget';
import { requestPause } from './requestPause';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const by = 'user:default/operator';

describe.each(ids)('requestPause on %s', id => {
  let store: Store;
  let runId: string;

  beforeEach(async () => {
    store = await Store.create({ database: await databases.init(id) });
    runId = (await insertRun(store)).id;
    await store
      .db('run_targets')
      .where({ run_id: runId })
      .update({ state: 'running', released: true });
  });

  afterEach(() => store.close());

  const claim = () =>
    claimTarget({
      tx: store.db,
      dialect: store.dialect,
      owner: 'worker',
      leaseMs: 60_000,
    });
  const pause = () =>
    store.changeRun(runId, change => requestPause({ change, pause: true, by }));
  const target = () => readTarget({ tx: store.db, runId, targetId: 'one' });

  it('pauses a target at once that nobody holds', async () => {
    await pause();
    expect(await target()).toMatchObject({ state: 'paused' });
    expect(await claim()).toBeUndefined();
  });

  it('wakes one whose worker has just decided to wait', async () => {
    const { fence } = (await claim())!;
    await pause();
    expect(await target()).toMatchObject({ state: 'running' });
    const lease = { runId, targetId: 'one', owner: 'worker', fence };
    await releaseTarget({ tx: store.db, lease });
    expect(await claim()).toMatchObject({ targetId: 'one', state: 'running' });
  });
});
