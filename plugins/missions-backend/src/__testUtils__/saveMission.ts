import type { MissionSpec } from '@mission-control/plugin-missions-common';
import type { Store } from '../store';
import { saveMissions } from '../store/operations/saveMissions';
import { loadedMission } from '../testing/loadedMission';

/** Makes a mission the only one of its source; answers its version. For tests. */
export async function saveMission(
  store: Store,
  name: string,
  spec: Partial<MissionSpec>,
  source: string = 'test',
): Promise<string> {
  const mission = loadedMission(source, name, spec);
  const missions = [mission];
  const now = new Date().toISOString();
  await store.transaction(tx =>
    saveMissions({ tx, source, missions, problems: [], now }),
  );
  return mission.summary.version;
}
