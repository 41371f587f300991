import type { Store } from '../../store';
import { insertOrbit } from '../../store/operations/insertOrbit';

/** The orbit `o1` of the engine's mission, hourly on clusters one and two. */
export async function insertHourlyOrbit(store: Store): Promise<void> {
  await insertOrbit({
    tx: store.db,
    orbit: {
      id: 'o1',
      missionRef: 'test/mission',
      title: 'Every hour',
      schedule: { cadence: 'hourly', timeZone: 'Etc/UTC' },
      targets: [{ cluster: 'one' }, { cluster: 'two' }],
      parameters: {},
      owner: 'user:default/operator',
      paused: false,
      createdAt: new Date().toISOString(),
    },
  });
}
