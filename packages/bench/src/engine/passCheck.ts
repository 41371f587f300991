import {
  type MissionCheck,
  createMissionCheck,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** `bench:pass`: always passes. A run without any proof does not succeed. */
export const passCheck: MissionCheck = createMissionCheck({
  id: 'bench:pass',
  description: 'Always passes',
  examples: [],
  schema: { input: z.object({}).strict() },
  async run() {
    return {
      status: 'pass',
      message: 'Nothing was to be proved',
      evidence: [{ asked: 'nothing', answered: null }],
    };
  },
});
