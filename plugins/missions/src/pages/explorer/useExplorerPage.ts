import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  MissionList,
  MissionProblem,
} from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  readUpTo,
  useClusters,
  usePolled,
  useRuns,
  useStatus,
  type MissionQuery,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import type { Suggestion } from '../runs/suggestions';
import { useSuggestions } from '../runs/useSuggestions';
import {
  formatExplorerQuery,
  parseExplorerQuery,
  type ExplorerQuery,
} from './explorerQuery';

/** Runs that are looked at for suggestions, of each group. */
const RUNS = 50;
/** Missions a page. */
const PAGE_SIZE = 60;
const POLL_MS = 30_000;

/** Data and actions of the Explorer. */
export interface ExplorerPage {
  query: ExplorerQuery;
  setQuery(query: ExplorerQuery): void;
  missions: ViewState<MissionList>;
  problems: MissionProblem[];
  /** What the one who looks could do next. */
  suggestions: readonly Suggestion[];
  /** Shows more of the list; absent when all are shown. */
  more?: () => void;
}

export function useExplorerPage(): ExplorerPage {
  const api = useApi(missionsApiRef);
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE_SIZE);
  const query = parseExplorerQuery(params);

  const ask = () =>
    readUpTo(limit, piece =>
      api.listMissions({ ...apiQuery(query), ...piece }),
    );
  const missions = usePolled(ask, {
    key: `${params} ${limit}`,
    intervalMs: POLL_MS,
    // While words are typed the list stays; another filter starts over.
    about: JSON.stringify({ ...apiQuery(query), q: undefined }),
  });
  const problems = usePolled(() => api.listMissionProblems(), {
    key: 'problems',
    intervalMs: POLL_MS,
  });
  const suggestions = useMySuggestions();
  const setQuery = useCallback(
    (next: ExplorerQuery) =>
      setParams(formatExplorerQuery(next), { replace: true }),
    [setParams],
  );
  const hasMore = missions.kind === 'ready' && missions.data.nextCursor;
  return {
    query,
    setQuery,
    missions,
    problems: problems.kind === 'ready' ? problems.data : [],
    suggestions,
    more: hasMore ? () => setLimit(limit + PAGE_SIZE) : undefined,
  };
}

/** What others failed with, and decisions, are shown by AI Missions. */
function useMySuggestions(): Suggestion[] {
  const active = useRuns({ group: 'active', limit: RUNS });
  const completed = useRuns({ group: 'completed', limit: RUNS });
  const clusters = useClusters();
  const status = useStatus();
  const user = status.kind === 'ready' ? status.data.user : undefined;
  return useSuggestions({ active, completed, clusters }).items.filter(
    suggestion =>
      suggestion.kind !== 'waits' &&
      (!('run' in suggestion) || suggestion.run.initiator === user),
  );
}

/**
 * What is not filtered is not asked for: the API refuses empty values. Values
 * come from the address bar: the API names one that it does not know.
 */
function apiQuery({ q, endorsed, ...lists }: ExplorerQuery): MissionQuery {
  return {
    ...(lists as MissionQuery),
    ...(q.trim() ? { q: q.trim() } : {}),
    ...(endorsed ? { endorsed } : {}),
  };
}
