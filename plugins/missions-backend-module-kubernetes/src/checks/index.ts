import type { MissionCheck } from '@mission-control/plugin-missions-node';

/** All checks of this module. @public */
export const kubernetesChecks: readonly MissionCheck[] = [];
