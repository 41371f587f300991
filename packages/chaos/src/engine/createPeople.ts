import {
  decideApproval,
  decideTarget,
  recheckTarget,
  requestCancel,
  requestPause,
  startUndo,
  type Store,
} from '@mission-control/plugin-missions-backend/testUtils';

const INITIATOR = 'user:default/chaos';
const APPROVER = 'user:default/approver';

/** An approval that a person looks at. */
interface Approval {
  readonly id: string;
  readonly runId: string;
  readonly hash: string;
}

/** What people do at an engine. All may be refused, as too late. */
export interface PeopleOfEngine {
  /** Approves every plan that waits for it. */
  approveAll(): Promise<void>;
  reject(approval: Approval): Promise<void>;
  pause(options: { runId: string }): Promise<void>;
  resume(options: { runId: string }): Promise<void>;
  cancel(options: { runId: string }): Promise<void>;
  /** About a target that needs a decision. */
  decide(options: {
    runId: string;
    targetId: string;
    stepId?: string;
    decision: 'retry' | 'skip' | 'close';
    reason: string;
  }): Promise<void>;
  /** Looks again at what is blocked. */
  recheck(options: { runId: string; targetId: string }): Promise<void>;
  undo(options: {
    key: string;
    runId: string;
    targets: readonly string[];
  }): Promise<{ id: string }>;
}

/** The same operations as those that routes come to. */
export function createPeople(store: Store): PeopleOfEngine {
  const say = async (
    { id, runId, hash }: Approval,
    decision: 'approve' | 'reject',
  ) => {
    await store.changeRun(runId, change =>
      decideApproval({
        ...{ change, id, hash, decision },
        decider: { by: APPROVER, ownershipRefs: [] },
      }),
    );
  };
  const setPause = async (runId: string, pause: boolean) => {
    await store.changeRun(runId, change =>
      requestPause({ change, pause, by: INITIATOR }),
    );
  };
  return {
    async approveAll() {
      const open: Approval[] = await store
        .db('approvals')
        .where({ state: 'open' })
        .select('id', 'run_id as runId', 'hash');
      for (const approval of open) {
        await say(approval, 'approve');
      }
    },
    reject: approval => say(approval, 'reject'),
    pause: ({ runId }) => setPause(runId, true),
    resume: ({ runId }) => setPause(runId, false),
    async cancel({ runId }) {
      await store.changeRun(runId, change =>
        requestCancel({ change, by: INITIATOR }),
      );
    },
    async decide({ runId, ...decision }) {
      await store.changeRun(runId, change =>
        decideTarget({ change, by: INITIATOR, ...decision }),
      );
    },
    async recheck({ runId, targetId }) {
      await store.changeRun(runId, change =>
        recheckTarget({ change, targetId, by: INITIATOR }),
      );
    },
    async undo({ key, runId, targets }) {
      const { id } = await startUndo({
        ...{ store, runId, initiator: INITIATOR },
        request: { targets: [...targets] },
        idempotencyKey: key,
        mayDecide: true,
      });
      return { id };
    },
  };
}
