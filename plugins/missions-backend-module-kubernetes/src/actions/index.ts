import type { MissionAction } from '@mission-control/plugin-missions-node';
import { applyAction } from './apply';

/** All actions of this module. @public */
export const kubernetesActions: readonly MissionAction[] = [applyAction];
