import { useApi } from '@backstage/core-plugin-api';
import type { MissionSpec } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** What the mission of an orbit says about its page; empty when nobody knows it. */
export type OrbitSpec = Partial<Pick<MissionSpec, 'dashboard' | 'checks'>>;

/** How a mission wants the page of its orbits, and what its checks ask. */
export function useOrbitSpec(
  missionRef: string | undefined,
): ViewState<OrbitSpec> {
  const api = useApi(missionsApiRef);
  return usePolled(
    async () => {
      if (missionRef === undefined) {
        return {};
      }
      const { spec } = await api.getMission(missionRef);
      return spec as OrbitSpec;
    },
    { key: missionRef ?? '' },
  );
}
