import { type FleetRound, fleetFigures } from './fleetFigures';
import type { Measured } from './types';

const MEGABYTE = 2 ** 20;

const measured = (milliseconds: number, megabytes: number): Measured => ({
  milliseconds,
  most: { rss: megabytes * MEGABYTE, heap: (megabytes * MEGABYTE) / 2 },
  requests: 1,
  opened: 1,
});

const measurements = (factor: number) => ({
  idle: { rss: 100 * MEGABYTE, heap: 50 * MEGABYTE },
  few: {
    cold: measured(30 * factor, 100 + 4 * factor),
    warm: measured(20 * factor, 100 + 2 * factor),
  },
  all: {
    cold: [1, 9, 2].map(each => measured(each * factor, 900)),
    warm: [3, 1, 2].map(each => measured(each * factor, 900)),
  },
});

const round: FleetRound = {
  database: 'SQLite',
  clusters: 7,
  places: 2,
  raw: measurements(1),
  ours: { ...measurements(3), files: { before: 30, after: 31 } },
};

const figure = (title: string) =>
  fleetFigures(round).find(each => each.title.startsWith(title));

describe('fleetFigures', () => {
  it('puts a run beside as many bare requests at once', () => {
    expect(figure('run over 7 clusters, warm')).toEqual({
      title: 'run over 7 clusters, warm',
      database: 'SQLite',
      value: 60,
      unit: 'ms',
      baseline: {
        title: 'raw https GET of each, 2 at once, warm',
        value: 20,
        unit: 'ms',
      },
      ratio: 3,
      samples: 7,
    });
  });

  it('takes the median of what is measured several times', () => {
    expect(
      figure('7 clusters asked by their clients at once, cold'),
    ).toMatchObject({ value: 6, baseline: { value: 2 }, samples: 21 });
  });

  it('counts memory from the idle process to the most of a run', () => {
    expect(figure('memory of a run')).toMatchObject({
      value: 12,
      baseline: { value: 4 },
      ratio: 3,
    });
  });

  it('tells nothing of files where the system does not', () => {
    const { files, ...ours } = round.ours;
    expect(figure('open files')).toMatchObject({ value: files?.after });
    expect(
      fleetFigures({ ...round, ours }).map(({ unit }) => unit),
    ).not.toContain('files');
  });
});
