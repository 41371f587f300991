import type { MissionAction } from '@mission-control/plugin-missions-node';
import { applyAction } from './apply';
import { getAction } from './get';
import { rolloutHistoryAction } from './rollout-history';

/** All actions of this module. @public */
export const kubernetesActions: readonly MissionAction[] = [
  applyAction,
  getAction,
  rolloutHistoryAction,
];
