import {
  ApprovalEvent,
  approvalTransitions,
  ApprovalState,
  isMissionError,
  nextApprovalState,
  nextSlotState,
  nextStepState,
  nextTargetState,
  rollUp,
  RunState,
  SlotEvent,
  SlotState,
  slotTransitions,
  StepEvent,
  StepState,
  stepTransitions,
  TargetEvent,
  targetTransitions,
} from '@mission-control/plugin-missions-common';
import { engineDatabases } from './__testUtils__/databases';
import { insertRun } from './__testUtils__/insertRun';
import { closeApproval } from './operations/closeApproval';
import { decideApproval, expireApprovals } from './operations/decideApproval';
import { decideTarget } from './operations/decideTarget';
import { insertApproval } from './operations/insertApproval';
import { insertOrbit } from './operations/insertOrbit';
import { moveSlot } from './operations/moveSlot';
import { moveStep } from './operations/moveStep';
import { moveTarget } from './operations/moveTarget';
import { recheckTarget } from './operations/recheckTarget';
import type { RunChange } from './RunChange';
import { Store } from './Store';

jest.setTimeout(120_000);

const { ids, databases } = engineDatabases();
const BY = 'user:default/jane';
const SLOT = '2026-11-23T10:00:00.000Z';
const LONG_AGO = '2020-01-01T00:00:00.000Z';
const TABLES = [
  ...['runs', 'run_targets', 'run_steps', 'run_events', 'approvals'],
  ...['approval_decisions', 'orbit_slots'],
];

/** What becomes of a row by an event that its table refuses. */
const UNMOVED = 'unmoved';

/** Every pair of a machine, with what its table says. */
function machineOf<TState extends string, TEvent extends string>(
  states: Record<string, TState>,
  events: Record<string, TEvent>,
  next: (state: TState, event: TEvent) => TState | undefined,
) {
  return Object.values(states).flatMap(state =>
    Object.values(events).map(event => ({
      state,
      event,
      expected: next(state, event) ?? UNMOVED,
    })),
  );
}

/** States that no event leaves. */
function endsOf<TState extends string>(table: Record<TState, object>) {
  return (Object.keys(table) as TState[]).filter(
    state => Object.keys(table[state]).length === 0,
  );
}

describe.each(ids)('the machines on %s', id => {
  let store: Store;

  beforeAll(async () => {
    store = await Store.create({ database: await databases.init(id) });
  });

  afterAll(async () => {
    await store?.close();
  });

  /** Every row that a machine could change. */
  async function everything() {
    const rows = await Promise.all(
      TABLES.map(table => store.db(table).select('*')),
    );
    return JSON.stringify(
      // Each change raises the revision, also one that changes nothing else.
      rows.map(list =>
        list.map(({ revision: _, ...row }) => JSON.stringify(row)).sort(),
      ),
    );
  }

  /** A run of one target that is in a state, as the worker would have left it. */
  async function runIn(state: RunState): Promise<string> {
    const { id: runId } = await insertRun(store);
    await store.db('run_targets').where({ run_id: runId }).update({ state });
    await store.db('runs').where({ id: runId }).update({ state });
    return runId;
  }

  async function stepIn(state: StepState): Promise<string> {
    const runId = await runIn('running');
    await store.db('run_steps').insert({
      run_id: runId,
      target_id: 'one',
      step_id: 'apply',
      source_id: 'apply',
      name: 'Apply',
      action: 'memory:set',
      effect: 'write',
      position: 0,
      state,
      attempt: 1,
    });
    return runId;
  }

  const approvalOf = (runId: string) => `${runId}-a`;

  async function approvalIn(state: ApprovalState): Promise<string> {
    const runId = await runIn('awaiting_approval');
    await store.changeRun(runId, change =>
      insertApproval({
        change,
        approval: {
          id: approvalOf(runId),
          kind: 'drift',
          targetId: 'one',
          hash: 'h',
          policy: { count: 1, from: [], notStarter: false },
          expiresAt: state === 'expired' ? LONG_AGO : undefined,
        },
      }),
    );
    await store
      .db('approvals')
      .where({ run_id: runId })
      .update({ state, decided_at: null });
    return runId;
  }

  async function slotIn(state: SlotState): Promise<string> {
    const orbit = await insertOrbit({
      tx: store.db,
      orbit: {
        id: `o${Math.random().toString(36).slice(2)}`,
        missionRef: 'test/look',
        title: 'Look',
        schedule: {} as never,
        targets: [],
        parameters: {},
        owner: BY,
        paused: false,
        createdAt: SLOT,
      },
    });
    await store.db('orbit_slots').insert({
      orbit_id: orbit.id,
      slot: SLOT,
      starts_at: SLOT,
      claimed_at: SLOT,
      state,
    });
    return orbit.id;
  }

  /** Does something in a change of a run; refused is what the catalogue refuses, and nothing. */
  async function attempt<T>(
    runId: string,
    fn: (change: RunChange) => Promise<T | undefined>,
  ): Promise<T | typeof UNMOVED> {
    try {
      return (await store.changeRun(runId, fn)) ?? UNMOVED;
    } catch (error) {
      if (isMissionError(error)) {
        return UNMOVED;
      }
      throw error;
    }
  }

  /** Goes through a machine; what differs from its table, and what a refusal changed. */
  async function differences<TState extends string, TEvent extends string>(
    pairs: readonly { state: TState; event: TEvent; expected: string }[],
    put: (state: TState) => Promise<string>,
    move: (key: string, state: TState, event: TEvent) => Promise<string>,
  ): Promise<string[]> {
    const found: string[] = [];
    for (const { state, event, expected } of pairs) {
      if (expected !== UNMOVED) {
        const became = await move(await put(state), state, event);
        if (became !== expected) {
          found.push(`${state} ${event}: ${became}, not ${expected}`);
        }
      }
    }
    for (const state of new Set(pairs.map(pair => pair.state))) {
      const key = await put(state);
      const before = await everything();
      for (const { event, ...pair } of pairs) {
        if (pair.state === state && pair.expected === UNMOVED) {
          const became = await move(key, state, event);
          if (became !== UNMOVED) {
            found.push(`${state} ${event}: ${became}, refused by its table`);
          }
        }
      }
      if (before !== (await everything())) {
        found.push(`${state}: what was refused changed something`);
      }
    }
    return found;
  }

  const targets = machineOf(RunState, TargetEvent, nextTargetState);
  const steps = machineOf(StepState, StepEvent, nextStepState);
  const approvals = machineOf(ApprovalState, ApprovalEvent, nextApprovalState);
  const slots = machineOf(SlotState, SlotEvent, nextSlotState);

  it(`of a target moves by its table and no other way: ${targets.length} pairs`, async () => {
    const seen: string[] = [];
    expect(
      await differences(targets, runIn, async (runId, _state, event) => {
        const became = await attempt(runId, async change => {
          const target = (await change.target('one'))!;
          return moveTarget({ change, target, event });
        });
        const run = await store.db('runs').where({ id: runId }).first();
        const rows = await store.db('run_targets').where({ run_id: runId });
        const seqs = await store
          .db('run_events')
          .where({ run_id: runId })
          .orderBy('seq')
          .pluck('seq');
        if (
          (became !== UNMOVED &&
            run.state !== rollUp(rows.map(row => row.state))) ||
          run.event_seq !== seqs.length ||
          seqs.some((seq, index) => seq !== index + 1)
        ) {
          seen.push(`${runId} ${run.state} ${event} ${seqs}`);
        }
        return became;
      }),
    ).toEqual([]);
    expect(seen).toEqual([]);
  });

  it(`of a step moves by its table and no other way: ${steps.length} pairs`, async () => {
    expect(
      await differences(steps, stepIn, (runId, _state, event) =>
        attempt(runId, async change => {
          const options = {
            change,
            targetId: 'one',
            stepId: 'apply',
            fence: 1,
          };
          return (await moveStep({ ...options, event }))?.state;
        }),
      ),
    ).toEqual([]);
  });

  it(`of an approval moves by its table and no other way: ${approvals.length} pairs`, async () => {
    expect(
      await differences(approvals, approvalIn, (runId, _state, event) =>
        attempt(runId, change =>
          closeApproval({ change, id: approvalOf(runId), event }),
        ),
      ),
    ).toEqual([]);
  });

  it(`of a slot moves by its table and no other way: ${slots.length} pairs`, async () => {
    expect(
      await differences(slots, slotIn, async (orbitId, from, event) => {
        const slot = { tx: store.db, orbitId, slotAt: SLOT };
        await moveSlot({ ...slot, from, event }).catch(() => undefined);
        const { state } = await store
          .db('orbit_slots')
          .where({ orbit_id: orbitId })
          .first();
        return state === from ? UNMOVED : state;
      }),
    ).toEqual([]);
  });

  it('moves a slot from no other state than the one that was read', async () => {
    const orbitId = await slotIn('queued');
    const before = await everything();
    const slot = { tx: store.db, orbitId, slotAt: SLOT };
    expect(await moveSlot({ ...slot, from: 'due', event: 'run_created' })).toBe(
      false,
    );
    expect(await everything()).toBe(before);
  });

  it.each([
    ['approve', 'enough_approve'],
    ['reject', 'one_rejects'],
  ] as const)(
    'lets people %s what is open, and nothing else',
    async (...row) => {
      const [decision, event] = row;
      const pairs = approvals.filter(pair => pair.event === event);
      expect(
        await differences(pairs, approvalIn, (runId, _state) =>
          attempt(runId, change =>
            decideApproval({
              change,
              id: approvalOf(runId),
              decider: { by: BY, ownershipRefs: [] },
              decision,
              hash: 'h',
            }),
          ),
        ),
      ).toEqual([]);
    },
  );

  it('lets time reject what is open, and nothing else', async () => {
    const pairs = approvals.filter(pair => pair.event === 'time_is_up');
    expect(
      await differences(
        pairs,
        async state => {
          const runId = await approvalIn(state);
          await store
            .db('approvals')
            .where({ run_id: runId })
            .update({ expires_at: LONG_AGO });
          return runId;
        },
        (runId, _state) =>
          attempt(runId, async change => {
            const closed = await expireApprovals({ change });
            return closed === 0 ? undefined : 'expired';
          }),
      ),
    ).toEqual([]);
  });

  it.each(['retry', 'close'] as const)(
    'lets people %s a target where its table does',
    async decision => {
      const pairs = targets.filter(
        pair => pair.event === `${decision}_decided`,
      );
      expect(
        await differences(pairs, runIn, (runId, _state) =>
          attempt(runId, async change => {
            await decideTarget({ change, targetId: 'one', decision, by: BY });
            return (await change.target('one'))!.state;
          }),
        ),
      ).toEqual([]);
    },
  );

  it('lets people check a target again where its table does', async () => {
    const pairs = targets.filter(pair => pair.event === 'rechecked');
    expect(
      await differences(pairs, runIn, (runId, _state) =>
        attempt(runId, async change => {
          await recheckTarget({ change, targetId: 'one', by: BY });
          return (await change.target('one'))!.state;
        }),
      ),
    ).toEqual([]);
  });

  /** States whose rows the database itself lets nobody move, whatever the statement. */
  async function endsIn<TState extends string>(
    states: Record<string, TState>,
    put: (state: TState) => Promise<string>,
    table: string,
    key: string,
  ): Promise<TState[]> {
    const found: TState[] = [];
    for (const state of Object.values(states)) {
      const rows = store.db(table).where({ [key]: await put(state) });
      const other = Object.values(states).find(each => each !== state);
      const count = await rows
        .clone()
        .update({ state: other })
        .catch(() => 0);
      const { state: now } = await rows.clone().first('state');
      if (count === 0 && now === state) {
        found.push(state);
      }
    }
    return found;
  }

  it('keeps exactly the ends of each table, in SQL itself', async () => {
    expect({
      runs: await endsIn(RunState, runIn, 'runs', 'id'),
      targets: await endsIn(RunState, runIn, 'run_targets', 'run_id'),
      steps: await endsIn(StepState, stepIn, 'run_steps', 'run_id'),
      approvals: await endsIn(ApprovalState, approvalIn, 'approvals', 'run_id'),
      slots: await endsIn(SlotState, slotIn, 'orbit_slots', 'orbit_id'),
    }).toEqual({
      runs: endsOf(targetTransitions),
      targets: endsOf(targetTransitions),
      steps: endsOf(stepTransitions),
      approvals: endsOf(approvalTransitions),
      slots: endsOf(slotTransitions),
    });
  });
});
