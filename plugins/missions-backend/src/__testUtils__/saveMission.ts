import {
  contentHash,
  type MissionSpec,
} from '@mission-control/plugin-missions-common';
import type { Store } from '../store';
import { saveMissions } from '../store/operations/saveMissions';

/** Makes a mission the only one of the source `test`; answers its version. For tests. */
export async function saveMission(
  store: Store,
  name: string,
  spec: Partial<MissionSpec>,
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
    ref: `test/${name}`,
    source: 'test',
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
    saveMissions({ tx, source: 'test', missions, problems: [], now }),
  );
  return version;
}
