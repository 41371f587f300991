import { useOrbits } from '@mission-control/plugin-missions-react';
import { useMissionsRoutes } from '../../shell/useMissionsRoutes';
import { OrbitsPageView } from './OrbitsPageView';

/** Ground Control: all orbits, late ones first. */
export function OrbitsPage() {
  return <OrbitsPageView orbits={useOrbits()} routes={useMissionsRoutes()} />;
}
