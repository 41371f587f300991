import { useCallback } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  FindingList,
  FindingStatusEnum,
  MissionSpec,
  Orbit,
} from '@mission-control/plugin-missions-common';
import {
  mapReady,
  missionsApiRef,
  useAction,
  useClusters,
  useOrbit,
  useOrbitFindings,
  type ActionState,
  type ViewState,
} from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { useRequestKey } from '../../shell/useRequestKey';
import { withParams } from '../../shell/withParams';
import { findingsGroupBys, type FindingsGroupBy } from './groupFindings';
import { useKeptTitles } from './useKeptTitles';
import { useOrbitSpec } from './useOrbitSpec';

/** How findings are grouped; none is one table. */
export type FindingsGrouping = FindingsGroupBy | 'none';

/** Filters of the findings, as they stand in the address bar. */
export interface FindingsFilter {
  q: string;
  status: FindingStatusEnum | '';
  /** Empty: as the mission says. */
  group: FindingsGrouping | '';
}

/** All that the page of an orbit shows. */
export interface OrbitPageData {
  orbit: Orbit;
  /** How the mission wants its page; absent when it is gone or not readable. */
  dashboard?: MissionSpec['dashboard'];
  /** What a check asks; its id where nobody knows. */
  checkTitle(check: string): string;
  findings: ViewState<FindingList>;
  clusters: readonly Cluster[];
  filter: FindingsFilter;
  setFilter(filter: FindingsFilter): void;
  look: ActionState<[]>;
  pause: ActionState<[]>;
  resume: ActionState<[]>;
  /** Ends the orbit for good and goes to the list. */
  disable: ActionState<[]>;
}

/** Data and actions of the page of an orbit. */
export function useOrbitPage(orbitId: string): ViewState<OrbitPageData> {
  const api = useApi(missionsApiRef);
  const navigate = useNavigate();
  const routes = useMissionsRoutes();
  const [params, setParams] = useSearchParams();
  const state = useOrbit(orbitId);
  const findings = useOrbitFindings(orbitId);
  const clusters = useClusters();
  const spec = useOrbitSpec(
    state.kind === 'ready' ? state.data.missionRef : undefined,
  );
  const refresh = state.kind === 'ready' ? state.refresh : undefined;
  const setFilter = useCallback(
    ({ q, status, group }: FindingsFilter) =>
      setParams(
        before =>
          withParams(
            before,
            ['q', 'status', 'group'],
            new URLSearchParams({
              ...(q && { q }),
              ...(status && { status }),
              ...(group && { group }),
            }),
          ),
        { replace: true },
      ),
    [setParams],
  );
  const withKey = useRequestKey();
  const look = useAction(async () => {
    const answer = await withKey({ orbitId }, key =>
      api.runOrbit(orbitId, key),
    );
    if ('id' in answer) {
      navigate(routes.run(answer.id));
    } else {
      await refresh?.();
    }
  });
  const pause = useAction(async () => {
    await api.pauseOrbit(orbitId);
    await refresh?.();
  });
  const resume = useAction(async () => {
    await api.resumeOrbit(orbitId);
    await refresh?.();
  });
  const disable = useAction(async () => {
    await api.deleteOrbit(orbitId);
    navigate(routes.orbits());
  });
  const { dashboard, checks = [] } = spec.kind === 'ready' ? spec.data : {};
  const shown =
    findings.kind === 'ready'
      ? [...(findings.data.heat ?? []), ...findings.data.items]
      : [];
  const keptTitles = useKeptTitles(
    state.kind === 'ready' ? state.data : undefined,
    spec.kind !== 'loading' &&
      shown.some(({ check }) => checks.every(({ id }) => id !== check)),
  );
  if (spec.kind === 'loading') {
    return spec;
  }
  return mapReady(state, orbit => ({
    orbit,
    dashboard,
    checkTitle: check =>
      checks.find(({ id }) => id === check)?.title ??
      keptTitles.get(check) ??
      check,
    findings,
    clusters: clusters.kind === 'ready' ? clusters.data : [],
    filter: {
      q: params.get('q') ?? '',
      status: (params.get('status') ?? '') as FindingsFilter['status'],
      group: groupingOf(params.get('group')),
    },
    setFilter,
    look,
    pause,
    resume,
    disable,
  }));
}

/** What the address bar does not say, or says wrongly, the mission decides. */
function groupingOf(text: string | null): FindingsFilter['group'] {
  return (
    (['none', ...findingsGroupBys] as const).find(each => each === text) ?? ''
  );
}
