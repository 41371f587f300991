import { sqliteServer } from '../databases/sqliteServer';
import { benches } from './benches';

/** Some start processes, which takes seconds on a machine with other work. */
jest.setTimeout(180_000);

/** What there is nothing to measure of where one process has the database. */
const several = ['replicas'];

const PACE = { milliseconds: 1, atLeast: 2 };

describe('benches', () => {
  it('have names of their own', () => {
    const names = benches.map(bench => bench.name);
    expect(new Set(names).size).toBe(names.length);
  });

  it.each(benches.map(bench => [bench.name, bench] as const))(
    '%s answers finite figures on SQLite',
    async (_name, bench) => {
      const server = sqliteServer();
      const database = await server.open();
      try {
        const figures = await bench.measure({ database, pace: PACE });
        expect(figures.length > 0).toBe(!several.includes(bench.name));
        for (const figure of figures) {
          expect(figure).toMatchObject({ database: 'SQLite' });
          expect(figure.samples).toBeGreaterThanOrEqual(PACE.atLeast);
          const numbers = [figure.value, figure.baseline.value, figure.ratio];
          expect(numbers.filter(Number.isFinite)).toEqual(numbers);
          expect(Math.min(...numbers)).toBeGreaterThan(0);
        }
      } finally {
        await database.remove();
        await server.stop();
      }
    },
  );
});
