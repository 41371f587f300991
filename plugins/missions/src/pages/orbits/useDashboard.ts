import { useApi } from '@backstage/core-plugin-api';
import type { MissionSpec } from '@mission-control/plugin-missions-common';
import {
  missionsApiRef,
  usePolled,
  type ViewState,
} from '@mission-control/plugin-missions-react';

/** How a mission wants the page of its orbits: `spec.dashboard`. */
export function useDashboard(
  missionRef: string | undefined,
): ViewState<MissionSpec['dashboard']> {
  const api = useApi(missionsApiRef);
  return usePolled(
    async () => {
      if (missionRef === undefined) {
        return undefined;
      }
      const { spec } = await api.getMission(missionRef);
      return (spec as Partial<MissionSpec>).dashboard;
    },
    { key: missionRef ?? '' },
  );
}
