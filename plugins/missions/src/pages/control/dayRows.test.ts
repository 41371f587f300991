import {
  aRunSummary,
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
        anUpcomingSlot({ clusters: ['prod-us', 'prod-eu'] }),
        anUpcomingSlot({ clusters: ['prod-us', 'edge-1'] }),
        anUpcomingSlot({ clusters: clusters.map(({ name }) => name) }),
      ],
    });
    expect(rows.map(({ place }) => place)).toEqual([
      { kind: 'environment', name: 'edge' },
      { kind: 'environment', name: 'prod' },
      { kind: 'several' },
      { kind: 'all' },
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
