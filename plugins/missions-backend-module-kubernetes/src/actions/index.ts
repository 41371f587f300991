import type { MissionAction } from '@mission-control/plugin-missions-node';
import { applyAction } from './apply';
import { deleteAction } from './delete';
import { getAction } from './get';
import { jobAction } from './job';
import { logsAction } from './logs';
import { patchAction } from './patch';
import { restartAction } from './restart';
import { rolloutHistoryAction } from './rollout-history';
import { scaleAction } from './scale';
import { waitAction } from './wait';

/** All actions of this module. @public */
export const kubernetesActions: readonly MissionAction[] = [
  applyAction,
  patchAction,
  deleteAction,
  scaleAction,
  restartAction,
  waitAction,
  jobAction,
  logsAction,
  getAction,
  rolloutHistoryAction,
];
