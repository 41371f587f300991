import { Sealer } from '../../sealing';
import { Store } from '../../store';
import { engineDatabases } from '../../store/__testUtils__/databases';
import { insertRun } from '../../store/__testUtils__/insertRun';
import type { LogOptions } from './RunService';
import { logPage } from './logPage';

jest.setTimeout(60_000);

const { ids, databases } = engineDatabases({ both: true });
const MANY = 10_050;
const STEP = { target: 'one', step: 'long' };

describe.each(ids)('log lines on %s', id => {
  let store: Store;
  let runId: string;

  beforeAll(async () => {
    store = await Store.create({
      database: await databases.init(id),
      sealer: new Sealer(),
    });
    ({ id: runId } = await insertRun(store));
    const rowOf = (step: string, seq: number, text: string) => ({
      run_id: runId,
      target_id: 'one',
      step_id: step,
      seq,
      // All within one second: only the number tells the order.
      at: '2026-01-01T00:00:00.000Z',
      level: 'info',
      text,
    });
    const rows = Array.from({ length: MANY }, (_, index) =>
      rowOf('long', index + 1, index + 1 === MANY ? 'the CAUSE' : `n${index}`),
    );
    await store.db.batchInsert('run_logs', rows, 100);
    await store.db('run_logs').insert(rowOf('short', 1, 'another step'));
  });
  afterAll(() => store.close());

  /** First and last number of a page, how many lines, and whether more. */
  async function page(options: Partial<LogOptions>) {
    const { items, truncated } = await logPage({
      tx: store.db,
      runId,
      ...options,
    });
    const seqs = items.map(({ seq }) => seq);
    expect(seqs).toEqual([...seqs].sort((a, b) => a - b));
    return [seqs[0], seqs.at(-1), seqs.length, truncated];
  }

  it.each<[string, Partial<LogOptions>, unknown[]]>([
    ['the first', { limit: 10_000 }, [1, 10_000, 10_000, true]],
    ['those behind a line', { after: 10_000 }, [10_001, MANY, 50, false]],
    ['the newest', { newest: true, limit: 10_000 }, [51, MANY, 10_000, true]],
    [
      'the newest of all',
      { newest: true, limit: MANY },
      [1, MANY, MANY, false],
    ],
    [
      'those before a line',
      { newest: true, before: 51, limit: 20 },
      [31, 50, 20, true],
    ],
    [
      'the oldest, which are the last to be paged back to',
      { newest: true, before: 21, limit: 20 },
      [1, 20, 20, false],
    ],
    [
      'those between two lines',
      { after: 5, before: 9, limit: 3 },
      [6, 8, 3, false],
    ],
    ['1000 without a limit', {}, [1, 1000, 1000, true]],
    ['what the end says', { newest: true, q: 'cause' }, [MANY, MANY, 1, false]],
  ])('are given by %s', async (_what, options, expected) => {
    expect(await page({ ...STEP, ...options })).toEqual(expected);
  });

  it('are given by the newest of all steps', async () => {
    const { items } = await logPage({
      tx: store.db,
      runId,
      newest: true,
      limit: 2,
    });
    expect(items.map(({ text }) => text)).toEqual([
      'the CAUSE',
      'another step',
    ]);
  });

  it.each([
    ['after', { after: 3 }],
    ['after', { after: 3, target: 'one' }],
    ['before', { before: 3, step: 'long' }],
  ])('refuse the number %s without its step', async (name, options) => {
    await expect(page(options)).rejects.toMatchObject({
      code: 'INPUT_INVALID',
      message: `Query parameter '${name}' is 3, the number of a line, and lines are numbered within one step of one target`,
    });
  });
});
