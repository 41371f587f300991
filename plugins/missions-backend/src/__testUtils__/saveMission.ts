import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { Store } from '../store';
import { saveMissions } from '../store/operations/saveMissions';

/** Makes a mission the only one of its source; answers its version. For tests. */
export async function saveMission(
  store: Store,
  name: string,
  spec: Partial<MissionSpec>,
  source: string = 'test',
): Promise<string> {
  const whole = {
    type: 'install',
    preflight: [],
    steps: [],
    verify: [],
    checks: [],
    ...spec,
  } as MissionSpec;
  const version = contentHash(JSON.parse(JSON.stringify(whole)));
  const summary = {
    ref: `${source}/${name}`,
    source,
    name,
    version,
    title: name,
    description: name,
    type: whole.type,
    lifecycle: whole.lifecycle,
    tags: [],
    endorsed: false,
  };
  const now = new Date().toISOString();
  const missions = [{ summary, spec: whole, content: '', location: name }];
  await store.transaction(tx =>
    saveMissions({ tx, source, missions, problems: [], now }),
  );
  return version;
}
