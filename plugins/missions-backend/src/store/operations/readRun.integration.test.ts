import { Store } from '../Store';
import { engineDatabases } from '../__testUtils__/databases';
import { insertRun } from '../__testUtils__/insertRun';
import { claimTarget } from './claimTarget';
import { readTarget, readTargets } from './readRun';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases();
const LEASE_MS = 60_000;

describe.each(ids)('a target that is read on %s', id => {
  let store: Store;
  /** Columns of run_targets that the database answered, by statement. */
  const answered: string[][] = [];

  beforeEach(async () => {
    const database = await databases.init(id);
    store = await Store.create({ database });
    answered.length = 0;
    database.on('query-response', (response: unknown) => {
      const rows = [response].flat() as Record<string, unknown>[];
      const raw = (response as { rows?: Record<string, unknown>[] })?.rows;
      for (const row of raw ?? rows) {
        if (row && typeof row === 'object' && 'lease_owner' in row) {
          answered.push(Object.keys(row));
        }
      }
    });
  });

  afterEach(async () => {
    await store.close();
  });

  it.each<[string, (runId: string) => Promise<unknown>]>([
    ['of a run', runId => readTarget({ tx: store.db, runId, targetId: 'one' })],
    ['of runs', runId => readTargets({ tx: store.db, runIds: [runId] })],
    [
      'in a change',
      runId => store.changeRun(runId, change => change.target('one')),
    ],
    [
      'by a coordination, with all others',
      runId => store.changeRun(runId, change => change.targets()),
    ],
    [
      'by its claim',
      () =>
        claimTarget({
          tx: store.db,
          dialect: store.dialect,
          owner: 'a',
          leaseMs: LEASE_MS,
        }),
    ],
  ])('%s comes without its plans, which are large', async (_what, read) => {
    const run = await insertRun(store);
    answered.length = 0;
    await read(run.id);
    expect(answered.length).toBeGreaterThan(0);
    expect(answered.flat()).not.toContain('plan_json');
    expect(answered.flat()).not.toContain('approved_plan_json');
  });
});
