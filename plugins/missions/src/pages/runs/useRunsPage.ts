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
  missionsApiRef,
  useAction,
  useClusters,
  usePolled,
  useRuns,
  useStatus,
  type ActionState,
  type RunQuery,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import type { Suggestion, SuggestionGap } from './suggestions';
import { useSuggestions } from './useSuggestions';
import { withParams } from '../../shell/withParams';
import {
  filterNames,
  formatRunsFilter,
  parseRunsFilter,
  runsQuery,
  type RunsFilter,
} from './runsQuery';

/** The groups of runs of AI Missions. */
export type RunsGroup = 'waiting' | 'active' | 'completed' | 'plans';

/** Runs of a group that are shown before somebody asks for more. */
const shownFirst: Readonly<Record<RunsGroup, number>> = {
  waiting: 100,
  active: 100,
  completed: 20,
  plans: 5,
};
/** Runs that are added at once at least, and at most. */
const MORE = { least: 20, most: 200 };

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
  /** Shows more of a group. */
  more(group: RunsGroup): void;
  clusters: ViewState<Cluster[]>;
  feedback: ActionState<[runId: string, value: 'up' | 'down' | 'none']>;
}

/** Data and actions of AI Missions. */
export function useRunsPage(): RunsPageData {
  const api = useApi(missionsApiRef);
  const [params, setParams] = useSearchParams();
  const filter = parseRunsFilter(params);
  const { limits, more } = useLimits(String(formatRunsFilter(filter)));
  const query = runsQuery(filter);
  const waiting = useRuns({
    ...query,
    group: 'waiting',
    limit: limits.waiting,
  });
  const active = useRuns({ ...query, group: 'active', limit: limits.active });
  const completed = useRuns({
    ...query,
    group: 'completed',
    limit: limits.completed,
    state: filter.state ? ([filter.state] as RunQuery['state']) : ended,
  });
  const plans = useRuns({
    ...query,
    group: 'completed',
    limit: limits.plans,
    state: ['planned'],
  });
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
        setParams(
          before => withParams(before, filterNames, formatRunsFilter(next)),
          { replace: true },
        ),
      [setParams],
    ),
    waiting,
    active,
    completed,
    plans,
    more,
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

/** How many runs of each group are shown; another filter starts over. */
function useLimits(filter: string) {
  const [asked, setAsked] = useState({ filter, limits: shownFirst });
  const limits = asked.filter === filter ? asked.limits : shownFirst;
  const more = (group: RunsGroup) => {
    const shown = limits[group];
    const step = Math.min(Math.max(shown, MORE.least), MORE.most);
    setAsked({ filter, limits: { ...limits, [group]: shown + step } });
  };
  return { limits, more };
}
