import type {
  ClusterWindow,
  Freeze,
} from '@mission-control/plugin-missions-common';
import { aFreeze } from '@mission-control/plugin-missions-react/testUtils';
import { brakesOn } from './brakesOn';

const reef = { name: 'reef', environment: 'production' };
const bay = { name: 'bay', environment: 'production' };
const pond = { name: 'pond', environment: 'test' };
const window = (change: Partial<ClusterWindow>): ClusterWindow => ({
  cluster: 'reef',
  name: 'Nights',
  timeZone: 'Etc/UTC',
  open: false,
  changesAt: new Date(0),
  ...change,
});

describe('brakesOn', () => {
  it.each<[Partial<Freeze>, string[] | undefined]>([
    [{}, ['reef', 'pond']],
    [{ scope: 'environment', name: 'production' }, ['reef']],
    [{ scope: 'cluster', name: 'pond' }, ['pond']],
    [{ scope: 'cluster', name: 'bay' }, undefined],
  ])('of a freeze of %j holds %j', (change, held) => {
    const freezes = [aFreeze(change)];
    const [brake] = brakesOn({ freezes, windows: [] }, [reef, pond]);
    expect(brake?.clusters).toEqual(held);
  });

  it('holds a run without a cluster where everything is frozen', () => {
    const freezes = [aFreeze(), aFreeze({ scope: 'cluster', name: 'reef' })];
    expect(brakesOn({ freezes, windows: [] }, [])).toHaveLength(1);
  });

  it('tells windows that are closed, those that open together once', () => {
    const windows = [
      window({}),
      window({ cluster: 'bay' }),
      window({ cluster: 'pond', changesAt: new Date(1) }),
      window({ cluster: 'elsewhere' }),
    ];
    const told = brakesOn({ freezes: [], windows }, [reef, bay, pond]);
    expect(told.map(({ clusters }) => clusters)).toEqual([
      ['reef', 'bay'],
      ['pond'],
    ]);
    const open = windows.map(item => ({ ...item, open: true }));
    expect(brakesOn({ freezes: [], windows: open }, [reef])).toEqual([]);
  });
});
