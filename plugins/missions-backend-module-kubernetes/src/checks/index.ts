import type { MissionCheck } from '@mission-control/plugin-missions-node';
import { apiCheck } from './api';
import { endpointCheck } from './endpoint';
import { objectCheck } from './object';
import { permissionCheck } from './permission';
import { readyCheck } from './ready';
import { resourceLimitsCheck } from './resourceLimits';
import { versionCheck } from './version';

/** All checks of this module. @public */
export const kubernetesChecks: readonly MissionCheck[] = [
  versionCheck,
  apiCheck,
  permissionCheck,
  objectCheck,
  readyCheck,
  endpointCheck,
  resourceLimitsCheck,
];
