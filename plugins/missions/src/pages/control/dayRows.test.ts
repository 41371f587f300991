import {
  ahead,
  aRunSummary,
  aStartedRun,
  anUpcomingSlot,
  someClusters,
} from '@mission-control/plugin-missions-react/testUtils';
import { dayRows } from './dayRows';

const clusters = someClusters();

describe('dayRows', () => {
  it('says where something is: one environment, several, or all', () => {
    const rows = dayRows({
      clusters,
      runs: [aRunSummary({ targets: [{ id: 'edge-1', state: 'running' }] })],
      slots: [
        anUpcomingSlot({ orbitId: 'a', clusters: ['prod-us', 'prod-eu'] }),
        anUpcomingSlot({ orbitId: 'b', clusters: ['prod-us', 'edge-1'] }),
        anUpcomingSlot({
          orbitId: 'c',
          clusters: clusters.map(({ name }) => name),
        }),
      ],
    });
    expect(rows.map(({ place }) => place)).toEqual([
      { kind: 'environment', name: 'prod' },
      { kind: 'environment', name: 'edge' },
      { kind: 'several' },
      { kind: 'all' },
    ]);
  });

  it('puts a sequence where its missions are', () => {
    const run = aRunSummary({
      targets: [{ id: '-', state: 'running' }],
      startedRuns: [
        aStartedRun({ targets: [{ id: 'edge-1', state: 'running' }] }),
      ],
    });
    expect(dayRows({ clusters, runs: [run], slots: [] })[0].place).toEqual({
      kind: 'environment',
      name: 'edge',
    });
  });

  it('keeps a run without a cluster apart', () => {
    const run = aRunSummary({ targets: [{ id: '-', state: 'running' }] });
    expect(dayRows({ clusters, runs: [run], slots: [] })[0].place).toEqual({
      kind: 'none',
    });
  });

  it('makes one item of an orbit that looks again and again, not of what is late', () => {
    const hourly = [1, 2, 3, 4].map(hour =>
      anUpcomingSlot({ slotAt: ahead(hour * 3600) }),
    );
    const late = anUpcomingSlot({ late: true });
    const [row] = dayRows({ clusters, runs: [], slots: [late, ...hourly] });
    expect(row.items).toEqual([
      { kind: 'slot', slot: late },
      { kind: 'series', slots: hourly },
    ]);
  });

  it('puts what is in one place into one row', () => {
    const rows = dayRows({
      clusters,
      runs: [aRunSummary({ targets: [{ id: 'prod-us', state: 'running' }] })],
      slots: [anUpcomingSlot({ clusters: ['prod-eu'] })],
    });
    expect(rows).toHaveLength(1);
    expect(rows[0].items.map(({ kind }) => kind)).toEqual(['run', 'slot']);
  });
});
