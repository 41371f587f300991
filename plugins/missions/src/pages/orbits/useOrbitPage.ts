import { useCallback, useRef } from 'react';
import { useNavigate, useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/core-plugin-api';
import type {
  Cluster,
  FindingList,
  FindingStatusEnum,
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

/** Filters of the findings, as they stand in the address bar. */
export interface FindingsFilter {
  q: string;
  status: FindingStatusEnum | '';
}

/** All that the page of an orbit shows. */
export interface OrbitPageData {
  orbit: Orbit;
  findings: ViewState<FindingList>;
  clusters: readonly Cluster[];
  filter: FindingsFilter;
  setFilter(filter: FindingsFilter): void;
  look: ActionState<[]>;
  pause: ActionState<[]>;
  resume: ActionState<[]>;
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
  const refresh = state.kind === 'ready' ? state.refresh : undefined;
  const setFilter = useCallback(
    ({ q, status }: FindingsFilter) =>
      setParams(
        { ...(q && { q }), ...(status && { status }) },
        { replace: true },
      ),
    [setParams],
  );
  // Of one look, however often it is clicked.
  const lookKey = useRef<string>(crypto.randomUUID());
  const look = useAction(async () => {
    const answer = await api.runOrbit(orbitId, lookKey.current);
    lookKey.current = crypto.randomUUID();
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
  return mapReady(state, orbit => ({
    orbit,
    findings,
    clusters: clusters.kind === 'ready' ? clusters.data : [],
    filter: {
      q: params.get('q') ?? '',
      status: (params.get('status') ?? '') as FindingsFilter['status'],
    },
    setFilter,
    look,
    pause,
    resume,
  }));
}
