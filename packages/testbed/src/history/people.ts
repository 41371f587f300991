import {
  decideApproval,
  decideTarget,
  recheckTarget,
  requestCancel,
  requestPause,
  startUndo,
} from '@mission-control/plugin-missions-backend/testUtils';
import { missions } from './missions';
import { CLUSTER, type World } from './World';

const STARTER = 'user:default/operator';
const APPROVER = 'user:default/approver';
/** The value of the secret parameter. */
const PASSWORD = 'correct horse battery staple';

/** Starts a run of a mission. Answers its id. */
export async function start(
  { creator }: World,
  name: keyof typeof missions,
): Promise<string> {
  const { summary, spec } = missions[name];
  const { run } = await creator.start({
    request: {
      missionRef: summary.ref,
      parameters: { password: PASSWORD },
      ...(spec.targets && { targets: [{ cluster: CLUSTER }] }),
    },
    initiator: STARTER,
    trigger: { kind: 'api' },
    childAuthority: {
      missions: { [missions.writes.summary.ref]: [CLUSTER] },
      undo: [],
      depth: 2,
    },
  });
  return run.id;
}

/** Waits until a run asks, and approves what it asks. */
export async function approve(world: World, runId: string): Promise<void> {
  const { store } = world;
  const open = () =>
    store.db('approvals').where({ run_id: runId, state: 'open' });
  await world.until(`run ${runId} asks`, async () => (await open()).length > 0);
  for (const { id, hash } of await open()) {
    await store.changeRun(runId, change =>
      decideApproval({
        change,
        id,
        hash,
        decider: { by: APPROVER, ownershipRefs: [] },
        decision: 'approve',
      }),
    );
  }
}

export async function pause(
  { store }: World,
  runId: string,
  on: boolean,
): Promise<void> {
  await store.changeRun(runId, change =>
    requestPause({ change, pause: on, by: STARTER }),
  );
}

export async function cancel({ store }: World, runId: string): Promise<void> {
  await store.changeRun(runId, change =>
    requestCancel({ change, by: STARTER }),
  );
}

export async function recheck({ store }: World, runId: string): Promise<void> {
  await store.changeRun(runId, change =>
    recheckTarget({ change, targetId: CLUSTER, by: STARTER }),
  );
}

export async function retry({ store }: World, runId: string): Promise<void> {
  await store.changeRun(runId, change =>
    decideTarget({ change, targetId: CLUSTER, decision: 'retry', by: STARTER }),
  );
}

/** Starts the undo of a run. Answers its id. */
export async function undo({ store }: World, runId: string): Promise<string> {
  const children: string[] = await store
    .db('runs')
    .where({ parent_run_id: runId })
    .pluck('id');
  const { id } = await startUndo({
    store,
    runId,
    request: {},
    initiator: STARTER,
    mayDecide: true,
    childAuthority: { missions: {}, undo: children, depth: 2 },
  });
  return id;
}

/** Waits until a run is in a state. */
export async function reaches(
  world: World,
  runId: string,
  state: string,
): Promise<void> {
  let seen = '';
  try {
    await world.until('', async () => {
      const row = await world.store.db('runs').where({ id: runId }).first();
      seen = `${row.state} ${row.outcome ?? row.reason ?? ''}`;
      return row.state === state;
    });
  } catch {
    const targets = await world.store
      .db('run_targets')
      .where({ run_id: runId })
      .select('state', 'reason');
    throw new Error(
      `Run ${runId} is ${seen}, not ${state}: ${JSON.stringify(targets)}`,
    );
  }
}

/** The newest run that a run started. */
export async function childOf(world: World, runId: string): Promise<string> {
  let id = '';
  await world.until(`run ${runId} starts another`, async () => {
    [id = ''] = await world.store
      .db('runs')
      .where({ parent_run_id: runId })
      .orderBy('id', 'desc')
      .pluck('id');
    return id !== '';
  });
  return id;
}
