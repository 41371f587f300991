import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type { Cluster, RunList } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  useAction,
  useClusters,
  useRuns,
  type ActionState,
  type RunQuery,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import {
  formatRunsFilter,
  parseRunsFilter,
  runsQuery,
  type RunsFilter,
} from './runsQuery';

const PAGE = 20;

/** All that AI Missions shows. */
export interface RunsPageData {
  filter: RunsFilter;
  setFilter(filter: RunsFilter): void;
  waiting: ViewState<RunList>;
  active: ViewState<RunList>;
  completed: ViewState<RunList>;
  /** Shows more of what ended. */
  more(): void;
  clusters: ViewState<Cluster[]>;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** Data and actions of AI Missions. */
export function useRunsPage(): RunsPageData {
  const api = useApi(missionsApiRef);
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const filter = parseRunsFilter(params);
  const query = runsQuery(filter);
  const waiting = useRuns({ ...query, group: 'waiting', limit: 100 });
  const active = useRuns({ ...query, group: 'active', limit: 100 });
  const completed = useRuns({
    ...query,
    group: 'completed',
    limit,
    ...(filter.state && { state: [filter.state] as RunQuery['state'] }),
  });
  const refresh = completed.kind === 'ready' ? completed.refresh : undefined;
  return {
    filter,
    setFilter: useCallback(
      (next: RunsFilter) =>
        setParams(formatRunsFilter(next), { replace: true }),
      [setParams],
    ),
    waiting,
    active,
    completed,
    more: () => setLimit(limit + PAGE),
    clusters: useClusters(),
    feedback: useAction(
      async (runId: string, value: 'up' | 'down' | 'none') => {
        await api.giveFeedback(runId, { value });
        await refresh?.();
      },
    ),
  };
}
