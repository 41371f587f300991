import { useApi } from '@backstage/frontend-plugin-api';
import type {
  Approval,
  Brakes,
  Cluster,
  Delegation,
  FindingList,
  Orbit,
  RunList,
  Status,
} from '@mission-control/plugin-missions-common';
import { missionsApiRef, type ApprovalQuery, type RunQuery } from '../api';
import { clustersQuestion } from './clustersQuestion';
import { questionsFor, readUpTo } from './readUpTo';
import { sharedQuestion } from './sharedQuestion';
import { useAnswerCount } from './useAnswerCount';
import { usePolled } from './usePolled';
import type { ViewState } from './viewState';

const STATUS_MS = 15_000;
/** A freeze is seen by all pages within this time. */
const BRAKES_MS = 10_000;
/** Runs of a list, where nobody says how many. */
const DEFAULT_LIMIT = 50;
const LIST_MS = 5_000;
const SLOW_MS = 20_000;

const statusQuestion = sharedQuestion(api => api.getStatus());

/**
 * Who asks, what waits for them, whether this is the demo. Header and page
 * need it: a tab asks once for all that show it.
 * @public
 */
export function useStatus(): ViewState<Status> {
  const api = useApi(missionsApiRef);
  const answers = useAnswerCount(api, statusQuestion);
  return usePolled(() => statusQuestion.ask(api, STATUS_MS), {
    key: `status ${answers}`,
    intervalMs: STATUS_MS,
    about: 'status',
  });
}

const brakesQuestion = sharedQuestion(api => api.getBrakes());

/**
 * What holds writes now. The frame of all pages and some of them need it: a
 * tab asks once for all; `refresh` asks anew, for all of them.
 * @public
 */
export function useBrakes(): ViewState<Brakes> {
  const api = useApi(missionsApiRef);
  const answers = useAnswerCount(api, brakesQuestion);
  const state = usePolled(() => brakesQuestion.ask(api, BRAKES_MS), {
    key: `brakes ${answers}`,
    intervalMs: BRAKES_MS,
    about: 'brakes',
  });
  return state.kind === 'ready'
    ? {
        ...state,
        refresh: async () => {
          await brakesQuestion.ask(api);
        },
      }
    : state;
}

/**
 * Runs by filter, newest first; the limit may be higher than that of one
 * question, and a long list is asked for less often. While somebody types what is searched for, and
 * while a longer list is on its way, what was found stays.
 * @public
 */
export function useRuns(query: RunQuery = {}): ViewState<RunList> {
  const api = useApi(missionsApiRef);
  const { limit = DEFAULT_LIMIT } = query;
  const ask = () =>
    readUpTo(limit, piece => api.listRuns({ ...query, ...piece }));
  return usePolled(ask, {
    key: JSON.stringify(query),
    intervalMs: LIST_MS * questionsFor(limit),
    about: JSON.stringify({ ...query, q: undefined, limit: undefined }),
  });
}

/** Approvals by filter. @public */
export function useApprovals(query: ApprovalQuery = {}): ViewState<Approval[]> {
  const api = useApi(missionsApiRef);
  return usePolled(() => api.listApprovals(query), {
    key: JSON.stringify(query),
    intervalMs: LIST_MS,
  });
}

/** What the asking user handed over and has not ended. @public */
export function useDelegations(): ViewState<Delegation[]> {
  const api = useApi(missionsApiRef);
  return usePolled(() => api.listDelegations(), {
    key: 'delegations',
    intervalMs: SLOW_MS,
  });
}

/** Clusters that the asking user may see, production first. @public */
export function useClusters(): ViewState<Cluster[]> {
  const api = useApi(missionsApiRef);
  return usePolled(() => clustersQuestion.ask(api), {
    key: 'clusters',
    intervalMs: SLOW_MS,
  });
}

/** Orbits, late ones first. @public */
export function useOrbits(): ViewState<Orbit[]> {
  const api = useApi(missionsApiRef);
  return usePolled(() => api.listOrbits(), {
    key: 'orbits',
    intervalMs: SLOW_MS,
  });
}

/** One orbit. @public */
export function useOrbit(orbitId: string): ViewState<Orbit> {
  const api = useApi(missionsApiRef);
  return usePolled(() => api.getOrbit(orbitId), {
    key: orbitId,
    intervalMs: LIST_MS,
  });
}

/** Findings of the latest run of an orbit. @public */
export function useOrbitFindings(orbitId: string): ViewState<FindingList> {
  const api = useApi(missionsApiRef);
  return usePolled(() => api.listOrbitFindings(orbitId), {
    key: orbitId,
    intervalMs: SLOW_MS,
  });
}
