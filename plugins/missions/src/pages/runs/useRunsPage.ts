import { useCallback, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import {
  terminalStates,
  type Cluster,
  type RunList,
  type UpcomingList,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  missionsApiRef,
  useAction,
  useApprovals,
  useClusters,
  usePolled,
  useRuns,
  useStatus,
  type ActionState,
  type RunQuery,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { withRelated } from '../../shell/withRelated';
import type { Suggestion, SuggestionGap } from './suggestions';
import { useSuggestions } from './useSuggestions';
import {
  formatRunsFilter,
  parseRunsFilter,
  runsQuery,
  type RunsFilter,
} from './runsQuery';

const PAGE = 20;
/** Plans that are shown before somebody asks for more. */
const PLANS = 5;

/** How a run ends that did something, or tried. */
const ended = terminalStates.filter(state => state !== 'planned');
/** Hours that the schedule is shown ahead. */
const HOURS = 24;
const UPCOMING_MS = 30_000;

/** All that AI Missions shows. */
export interface RunsPageData {
  filter: RunsFilter;
  setFilter(filter: RunsFilter): void;
  waiting: ViewState<RunList>;
  active: ViewState<RunList>;
  completed: ViewState<RunList>;
  /** Runs that were to plan only; nothing was written. */
  plans: ViewState<RunList>;
  /** What starts by itself in the next 24 h. */
  upcoming: ViewState<UpcomingList>;
  suggestions: readonly Suggestion[];
  /** Why not all is known that a suggestion could be made of. */
  unknown?: SuggestionGap;
  /** Who looks. */
  user?: string;
  /** Shows more of what ended. */
  more(): void;
  morePlans(): void;
  clusters: ViewState<Cluster[]>;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** Data and actions of AI Missions. */
export function useRunsPage(): RunsPageData {
  const api = useApi(missionsApiRef);
  const [params, setParams] = useSearchParams();
  const [limit, setLimit] = useState(PAGE);
  const [planLimit, setPlanLimit] = useState(PLANS);
  const filter = parseRunsFilter(params);
  const query = runsQuery(filter);
  const waiting = useRuns({ ...query, group: 'waiting', limit: 100 });
  const active = useRuns({ ...query, group: 'active', limit: 100 });
  const completed = useRuns({
    ...query,
    group: 'completed',
    limit,
    state: filter.state ? ([filter.state] as RunQuery['state']) : ended,
  });
  const plans = useRuns({
    ...query,
    group: 'completed',
    limit: planLimit,
    state: ['planned'],
  });
  const approvals = useApprovals({ state: ['open'] });
  const lists = [waiting, active, completed, plans];
  const related = (state: ViewState<RunList>) =>
    mapReady(state, list => ({
      ...list,
      items: withRelated(list.items, {
        runs: lists.flatMap(known =>
          known.kind === 'ready' ? known.data.items : [],
        ),
        approvals: approvals.kind === 'ready' ? approvals.data : undefined,
      }),
    }));
  const upcoming = usePolled(() => api.listUpcomingSlots({ hours: HOURS }), {
    key: 'upcoming',
    intervalMs: UPCOMING_MS,
  });
  const clusters = useClusters();
  const suggested = useSuggestions({ active, completed, clusters });
  const status = useStatus();
  const refresh = completed.kind === 'ready' ? completed.refresh : undefined;
  return {
    filter,
    setFilter: useCallback(
      (next: RunsFilter) =>
        setParams(formatRunsFilter(next), { replace: true }),
      [setParams],
    ),
    waiting: related(waiting),
    active: related(active),
    completed: related(completed),
    plans,
    more: () => setLimit(limit + PAGE),
    morePlans: () => setPlanLimit(planLimit + PAGE),
    upcoming,
    suggestions: suggested.items,
    unknown: suggested.unknown,
    user: status.kind === 'ready' ? status.data.user : undefined,
    clusters,
    feedback: useAction(
      async (runId: string, value: 'up' | 'down' | 'none') => {
        await api.giveFeedback(runId, { value });
        await refresh?.();
      },
    ),
  };
}
