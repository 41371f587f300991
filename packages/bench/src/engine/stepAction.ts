import {
  type MissionAction,
  createMissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/**
 * `bench:step`: does nothing, as a step of its own. (`core:noop` already runs
 * while the plan is made, and would leave the run nothing to do.)
 */
export const stepAction: MissionAction = createMissionAction({
  id: 'bench:step',
  description: 'Does nothing, but only when the run has come to it',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: z.object({}).strict(), output: z.object({}) },
  async run() {
    return {};
  },
});
