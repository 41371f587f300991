import {
  type MissionAction,
  createMissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

const LINES = 3;

/** `bench:talk`: writes a few lines to its log. */
export const talkAction: MissionAction = createMissionAction({
  id: 'bench:talk',
  description: 'Writes lines to its log',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: z.object({}).strict(), output: z.object({}) },
  async run(ctx) {
    for (let line = 1; line <= LINES; line++) {
      ctx.log.info(`line ${line} of ${LINES}`);
    }
    return {};
  },
});
