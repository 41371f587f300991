import { HeldRuns, SweepPatience } from './HeldRuns';

const refusal = new Error('Somebody holds it');
const dialect = { isLockRefusal: (error: unknown) => error === refusal };

/** Sweeps over runs of which some are held, and answers who was asked for. */
async function sweep(
  runs: HeldRuns,
  ids: string[],
  held: string[],
  patience?: SweepPatience,
) {
  const asked: string[] = [];
  const failure = await runs
    .sweep(patience)(ids, async id => {
      asked.push(id);
      if (held.includes(id)) {
        throw refusal;
      }
    })
    .catch(error => error);
  return { asked, failure };
}

describe('runs that a sweep finds held', () => {
  let runs: HeldRuns;

  beforeEach(() => {
    runs = new HeldRuns(dialect);
  });

  it('end it after three', async () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const { asked, failure } = await sweep(runs, ids, ['a', 'c', 'd']);
    expect(asked).toEqual(['a', 'b', 'c', 'd']);
    expect(failure).toBe(refusal);
  });

  it('come last in the next, so that each comes to its turn', async () => {
    const held = ['a', 'b', 'c', 'd', 'e'];
    const ids = [...held, 'f'];
    expect((await sweep(runs, ids, held)).asked).toEqual(['a', 'b', 'c']);
    const second = await sweep(runs, ids, held);
    expect(second.asked).toEqual(['d', 'e', 'f', 'a']);
    const third = await sweep(runs, held, held);
    expect(third.asked).toEqual(['b', 'c', 'd']);
    const free = await sweep(runs, held, []);
    expect(free.asked).toEqual(['e', 'a', 'b', 'c', 'd']);
    expect((await sweep(runs, held, [])).asked).toEqual(held);
  });

  it('share the patience of all parts of a sweep', async () => {
    const patience = new SweepPatience();
    await sweep(runs, ['a', 'b'], ['a', 'b'], patience);
    expect(patience.isOver).toBe(false);
    const other = new HeldRuns(dialect);
    const ids = ['c', 'd'];
    expect((await sweep(other, ids, ids, patience)).asked).toEqual(['c']);
    expect(patience.isOver).toBe(true);
  });

  it('are those that the database refused, not those that failed', async () => {
    const asked: string[] = [];
    const failure = new Error('It broke');
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const swept = runs.sweep()(ids, async id => {
      asked.push(id);
      throw id === 'a' ? failure : new Error('Another');
    });
    await expect(swept).rejects.toBe(failure);
    expect(asked).toEqual(ids);
  });
});
