import {
  DURATION_PATTERN,
  durationSeconds,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  suspend,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/** Waits without holding a worker; a restart does not start the wait again. */
export const sleepAction = createMissionAction({
  id: 'core:sleep',
  description:
    'Waits for a while. Holds no worker, survives restarts, and counts against no time limit.',
  examples: [
    {
      description: 'Give a new version ten minutes before the next step',
      yaml: [
        '- id: soak',
        '  action: core:sleep',
        '  input:',
        '    duration: 10m',
      ].join('\n'),
    },
  ],
  schema: {
    input: z
      .object({
        duration: z
          .string()
          .refine(text => durationSeconds(text) !== undefined, {
            message: 'must be a duration such as 30s, 10m or 2h',
          })
          .meta({ pattern: DURATION_PATTERN.source })
          .describe('Such as 30s, 10m or 2h.'),
      })
      .strict(),
    output: z.object({ until: z.string().describe('ISO 8601, UTC.') }),
  },
  effect: 'read',
  onlyWhenRunning: true,
  async run(ctx) {
    const seconds = durationSeconds(ctx.input.duration) ?? 0;
    // Woken, its time has come by the clock of the database, which alone counts:
    // that of a process may be set while it looks, and another takes over.
    if (ctx.resumed === undefined && seconds > 0) {
      ctx.log.info(`Waiting for ${ctx.input.duration}`);
      suspend({ kind: 'time', seconds });
    }
    const until = await ctx.checkpoint('until', async () =>
      new Date().toISOString(),
    );
    // No sentence: it would be taken for the cause that a fix found.
    ctx.evidence({ asked: 'the clock', answered: { past: until } });
    return { until };
  },
});
