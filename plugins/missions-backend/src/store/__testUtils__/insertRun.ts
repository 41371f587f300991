import type { MissionSpec } from '@mission-control/plugin-missions-common';
import type { NewRun } from '../NewRun';
import { createRun } from '../operations/createRun';
import { saveMissionVersion } from '../operations/saveMissionVersion';
import type { Store } from '../Store';
import type { RunRecord } from '../types';

/** A run of an empty mission, which is stored, on some clusters. For tests. */
export async function newRun(store: Store): Promise<NewRun> {
  await saveMissionVersion({
    tx: store.db,
    ref: 'test/empty',
    version: 'v1',
    content: '',
    spec: {
      type: 'install',
      preflight: [],
      steps: [],
      verify: [],
      checks: [],
    } satisfies MissionSpec,
    now: new Date().toISOString(),
  });
  return {
    missionRef: 'test/empty',
    missionVersion: 'v1',
    type: 'install',
    title: 'A run',
    initiator: 'user:default/operator',
    trigger: { kind: 'api' },
    parameters: {},
    targets: [{ cluster: { name: 'one' } }],
  };
}

/** Starts it. */
export async function insertRun(
  store: Store,
  options: Partial<NewRun> = {},
): Promise<RunRecord> {
  const run = { ...(await newRun(store)), ...options };
  return (await createRun({ store, run })).run;
}
