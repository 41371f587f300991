import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  ApprovalRequest,
  CheckResult,
  DecideRequest,
  JournalEntry,
  Plan,
  Run,
  RunEvent,
  UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  usePolled,
  useRun,
  type ActionState,
  type Liveness,
  type LogStore,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { endRun } from './endRun';

/** What can be done with a run. */
export interface RunActions {
  pause: ActionState<[]>;
  resume: ActionState<[]>;
  cancel: ActionState<[reason: string]>;
  recheck: ActionState<[]>;
  decide: ActionState<[DecideRequest]>;
  undo: ActionState<[UndoRequest]>;
  /** Ends this undo and starts it again with a choice about drift. */
  chooseDrift: ActionState<[UndoRequest]>;
  approve: ActionState<[approvalId: string, ApprovalRequest]>;
  feedback: ActionState<['up' | 'down' | 'none']>;
}

/** All that the run page shows. */
export interface RunPageData {
  run: Run;
  asOf: Date;
  liveness: Liveness;
  events: readonly RunEvent[];
  logs: LogStore;
  plan: ViewState<Plan>;
  evidence: ViewState<CheckResult[]>;
  journal: ViewState<JournalEntry[]>;
  actions: RunActions;
}

/** Data and actions of the run page. */
export function useRunPage(runId: string): ViewState<RunPageData> {
  const api = useApi(missionsApiRef);
  const { state, liveness, events, logs } = useRun(runId);
  const ready = state.kind === 'ready' ? state : undefined;
  const seq = ready?.data.eventSeq ?? 0;
  const asked = { key: `${runId} ${seq}`, keepPrevious: true };
  const plan = usePolled(() => api.getPlan(runId), asked);
  const evidence = usePolled(() => api.listEvidence(runId), asked);
  const journal = usePolled(() => api.listJournal(runId), asked);
  const actions = useRunActions(runId, ready?.refresh);

  return useMemo(() => {
    if (state.kind !== 'ready') {
      return state;
    }
    const { data: run, asOf, stale } = state;
    return {
      ...state,
      data: {
        run,
        asOf,
        liveness: stale && liveness === 'live' ? 'stale' : liveness,
        events,
        logs,
        plan,
        evidence,
        journal,
        actions,
      },
    };
  }, [state, liveness, events, logs, plan, evidence, journal, actions]);
}

function useRunActions(
  runId: string,
  refresh?: () => Promise<void>,
): RunActions {
  const api = useApi(missionsApiRef);
  const navigate = useNavigate();
  const routes = useMissionsRoutes();
  const then = useCallback(
    async (request: Promise<unknown>) => {
      await request;
      await refresh?.();
    },
    [refresh],
  );
  return {
    pause: useAction(() => then(api.pauseRun(runId))),
    resume: useAction(() => then(api.resumeRun(runId))),
    cancel: useAction((reason: string) =>
      then(api.cancelRun(runId, reason || undefined)),
    ),
    recheck: useAction(() => then(api.recheckRun(runId))),
    decide: useAction((request: DecideRequest) =>
      then(api.decideTarget(runId, request)),
    ),
    undo: useAction(async (request: UndoRequest) => {
      const undo = await api.undoRun(runId, request, crypto.randomUUID());
      navigate(routes.run(undo.id));
    }),
    chooseDrift: useAction(async (request: UndoRequest) => {
      const { undoOf } = await endRun(api, runId);
      if (undoOf) {
        const undo = await api.undoRun(undoOf, request, crypto.randomUUID());
        navigate(routes.run(undo.id));
      }
    }),
    approve: useAction((approvalId: string, request: ApprovalRequest) =>
      then(api.decideApproval(approvalId, request)),
    ),
    feedback: useAction((value: 'up' | 'down' | 'none') =>
      then(api.giveFeedback(runId, { value })),
    ),
  };
}
