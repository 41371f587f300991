import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import { useTranslationRef } from '@backstage/core-plugin-api/alpha';
import {
  isTerminal,
  type ApprovalRequest,
  type CheckResult,
  type DecideRequest,
  DelegationRequest,
  type JournalEntry,
  type Plan,
  type Run,
  type RunEvent,
  type UndoRequest,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  MissionsApiError,
  missionsApiRef,
  useAction,
  usePolled,
  useRun,
  type ActionState,
  type Liveness,
  type LogStore,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { useRequestKey } from '../../shell/useRequestKey';
import { isHeld } from '../../shell/standing';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { missionsTranslationRef } from '../../translation';
import { useNameList } from './useNameList';

/** What can be done with a run. */
export interface RunActions {
  pause: ActionState<[]>;
  resume: ActionState<[]>;
  /** Lets it go on outside of its change windows. */
  passWindows: ActionState<[reason: string]>;
  cancel: ActionState<[reason: string]>;
  recheck: ActionState<[targets: string[]]>;
  /** Decides about one cluster, or about several, each by a call of its own. */
  decide: ActionState<DecideRequest[]>;
  undo: ActionState<[UndoRequest]>;
  /** Starts the undo again with a choice about drift, which ends this one. */
  chooseDrift: ActionState<[UndoRequest]>;
  approve: ActionState<[approvalId: string, ApprovalRequest]>;
  delegate: ActionState<[approvalId: string, DelegationRequest]>;
  feedback: ActionState<['up' | 'down' | 'none']>;
}

/** All that the run page shows. */
export interface RunPageData {
  run: Run;
  asOf: Date;
  liveness: Liveness;
  events: readonly RunEvent[];
  /** It was paused while it waits for approval. */
  held: boolean;
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
  const asked = { key: `${runId} ${seq}`, about: runId };
  const plan = usePolled(() => api.getPlan(runId), asked);
  const isOver = ready !== undefined && isTerminal(ready.data.state);
  const evidence = usePolled(
    async () => ({ isOver, results: await api.listEvidence(runId) }),
    { ...asked, key: `${asked.key} ${isOver}` },
  );
  const journal = usePolled(() => api.listJournal(runId), asked);
  const actions = useRunActions(runId, ready?.data.undoOf, ready?.refresh);

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
        held: isHeld(run),
        logs,
        plan,
        evidence: evidenceOf(evidence, isOver),
        journal,
        actions,
      },
    };
  }, [state, liveness, events, logs, plan, evidence, isOver, journal, actions]);
}

/** Evidence from before the end of a run does not tell yet how it ended. */
function evidenceOf(
  evidence: ViewState<{ isOver: boolean; results: CheckResult[] }>,
  isOver: boolean,
): ViewState<CheckResult[]> {
  return evidence.kind === 'ready' && isOver && !evidence.data.isOver
    ? { kind: 'loading' }
    : mapReady(evidence, ({ results }) => results);
}

function useRunActions(
  runId: string,
  undoOf?: string,
  refresh?: () => Promise<void>,
): RunActions {
  const api = useApi(missionsApiRef);
  const navigate = useNavigate();
  const routes = useMissionsRoutes();
  const { t } = useTranslationRef(missionsTranslationRef);
  const list = useNameList();
  const together = (
    failed: readonly { targetId: string; error: MissionsApiError }[],
  ) =>
    new MissionsApiError(
      t('run.decideFailed', {
        clusters: list(failed.map(({ targetId }) => targetId)),
        reasons: failed.map(({ error }) => error.message).join(' · '),
      }),
      { status: failed[0].error.status, code: failed[0].error.code },
    );
  const withKey = useRequestKey();
  const startUndo = (id: string, request: UndoRequest) =>
    withKey({ id, request }, key => api.undoRun(id, request, key));
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
    passWindows: useAction((reason: string) =>
      then(api.passWindows(runId, reason)),
    ),
    cancel: useAction((reason: string) =>
      then(api.cancelRun(runId, reason || undefined)),
    ),
    recheck: useAction((targets: string[]) =>
      then(api.recheckRun(runId, targets)),
    ),
    decide: useAction(async (...requests: DecideRequest[]) => {
      const decided = await Promise.allSettled(
        requests.map(request => api.decideTarget(runId, request)),
      );
      const failed = decided.flatMap((result, index) =>
        result.status === 'rejected'
          ? [
              {
                targetId: requests[index].targetId,
                error: MissionsApiError.from(result.reason),
              },
            ]
          : [],
      );
      await refresh?.();
      if (failed.length > 0) {
        throw requests.length === 1 ? failed[0].error : together(failed);
      }
    }),
    undo: useAction(async (request: UndoRequest) => {
      navigate(routes.run((await startUndo(runId, request)).id));
    }),
    chooseDrift: useAction(async (request: UndoRequest) => {
      if (undoOf) {
        navigate(routes.run((await startUndo(undoOf, request)).id));
      }
    }),
    approve: useAction((approvalId: string, request: ApprovalRequest) =>
      then(api.decideApproval(approvalId, request)),
    ),
    delegate: useAction((approvalId: string, request: DelegationRequest) =>
      then(api.delegateApproval(approvalId, request)),
    ),
    feedback: useAction((value: 'up' | 'down' | 'none') =>
      then(api.giveFeedback(runId, { value })),
    ),
  };
}
