import type { BenchServer } from '../databases/BenchDatabase';
import { postgresServer } from '../databases/postgresServer';
import { sqliteServer } from '../databases/sqliteServer';
import { benches } from './benches';

/** Some start processes, which takes seconds on a machine with other work. */
jest.setTimeout(180_000);

/** What there is nothing to measure of where one process has the database. */
const several = ['other-replica', 'replicas'];
/** Those of them that start few processes. */
const onPostgres = ['other-replica'];

const PACE = { milliseconds: 1, atLeast: 2 };

async function measure(name: string, server: BenchServer) {
  const bench = benches.find(each => each.name === name)!;
  try {
    const database = await server.open();
    try {
      return await bench.measure({ database, pace: PACE });
    } finally {
      await database.remove();
    }
  } finally {
    await server.stop();
  }
}

describe('benches', () => {
  const names = benches.map(bench => bench.name);

  it('have names of their own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(several)(
    '%s has nothing to measure where one process has the database',
    async name => {
      expect(await measure(name, sqliteServer())).toEqual([]);
    },
  );

  it.each([
    ...names
      .filter(name => !several.includes(name))
      .map(name => [name, 'SQLite', async () => sqliteServer()] as const),
    ...onPostgres.map(name => [name, 'PostgreSQL', postgresServer] as const),
  ])('%s answers finite figures on %s', async (name, database, start) => {
    const figures = await measure(name, await start());
    expect(figures).not.toEqual([]);
    for (const figure of figures) {
      expect(figure).toMatchObject({ database });
      expect(figure.samples).toBeGreaterThanOrEqual(PACE.atLeast);
      const numbers = [figure.value, figure.baseline.value, figure.ratio];
      expect(numbers.filter(Number.isFinite)).toEqual(numbers);
      expect(Math.min(...numbers)).toBeGreaterThan(0);
    }
  });
});
