import type { Figure } from './Figure';
import { figureTable } from './figureTable';
import { medianFigures } from './medianFigures';

const figure = (value: number, change: Partial<Figure> = {}): Figure => ({
  title: 'first step, p50',
  database: 'SQLite',
  value,
  unit: 'ms',
  baseline: { title: '9 commits', value: value / 2, unit: 'ms' },
  ratio: 2,
  samples: 10,
  ...change,
});

describe('medianFigures', () => {
  it('takes the median of each part and the sum of the samples', () => {
    expect(
      medianFigures([
        [figure(3, { ratio: 9 })],
        [figure(1, { ratio: 1 })],
        [figure(2, { ratio: 5 })],
      ]),
    ).toEqual([
      figure(2, {
        ratio: 5,
        samples: 30,
        baseline: { title: '9 commits', value: 1, unit: 'ms' },
      }),
    ]);
  });

  it('keeps databases apart', () => {
    const round = [figure(3), figure(4, { database: 'PostgreSQL' })];
    expect(medianFigures([round, [...round].reverse()])).toEqual([
      figure(3, { samples: 20 }),
      figure(4, { samples: 20, database: 'PostgreSQL' }),
    ]);
  });

  it('refuses rounds that lack a figure', () => {
    expect(() => medianFigures([[figure(1)], []])).toThrow(
      "A round lacks 'first step, p50' on SQLite",
    );
  });
});

describe('figureTable', () => {
  it('aligns columns and keeps three digits', () => {
    expect(
      figureTable([
        figure(1.23456),
        figure(1234.5, {
          title: 'runs',
          unit: '/s',
          baseline: { title: 'commits', value: 6172.8, unit: '/s' },
          ratio: 5,
        }),
      ]),
    ).toBe(
      [
        '| figure          | database | value   | baseline            | ratio | samples |',
        '| --------------- | -------- | ------- | ------------------- | ----- | ------- |',
        '| first step, p50 | SQLite   | 1.23 ms | 9 commits: 0.617 ms | 2.00  | 10      |',
        '| runs            | SQLite   | 1235/s  | commits: 6173/s     | 5.00  | 10      |',
      ].join('\n'),
    );
  });
});
