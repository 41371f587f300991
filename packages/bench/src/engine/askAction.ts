import {
  type MissionAction,
  createMissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { ASKED_PATH } from '../fleet/types';

/** `bench:ask`: reads one object of its cluster. */
export const askAction: MissionAction = createMissionAction({
  id: 'bench:ask',
  description: 'Reads a namespace',
  examples: [],
  effect: 'read',
  schema: { input: z.object({}).strict(), output: z.object({}) },
  async run(ctx) {
    await ctx.cluster.request({ path: ASKED_PATH });
    return {};
  },
});
