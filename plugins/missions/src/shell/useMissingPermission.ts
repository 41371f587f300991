import {
  orbitCreatePermission,
  runCreatePermission,
  type MissionSummary,
} from '@mission-control/plugin-missions-common';
import { usePermitted } from './usePermitted';

/**
 * The permission that the person who looks lacks to start a mission, or to
 * enable it where it is an orbit.
 */
export function useMissingPermission(
  missionRef: string | undefined,
): (type: MissionSummary['type'] | undefined) => string | undefined {
  const refs = missionRef === undefined ? [] : [missionRef];
  const running = usePermitted(runCreatePermission, refs);
  const enabling = usePermitted(orbitCreatePermission, refs);
  return type => {
    if (type === 'orbit' && enabling.none) {
      return orbitCreatePermission.name;
    }
    return running.none ? runCreatePermission.name : undefined;
  };
}
