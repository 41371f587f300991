import {
  type MissionAction,
  createMissionAction,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';

/**
 * `chaos:mark`: an effect outside of everything that the engine controls, told
 * to the one who counts effects, with the key by which a repeated one is known.
 * A hard one takes long, or fails, at times.
 */
export function createMarkAction(marks: string): MissionAction {
  return createMissionAction({
    id: 'chaos:mark',
    description: 'Does something outside that can be counted',
    examples: [],
    effect: 'read',
    onlyWhenRunning: true,
    schema: {
      input: z.object({ hard: z.boolean().optional() }).strict(),
      output: z.object({}),
    },
    async run(ctx) {
      const answer = await fetch(marks, {
        method: 'POST',
        signal: ctx.signal,
        body: JSON.stringify({
          runId: ctx.run.id,
          targetId: ctx.target.id,
          stepId: ctx.stepId,
          key: ctx.idempotencyKey,
          fence: ctx.fence,
          hard: ctx.input.hard,
        }),
      });
      if (!answer.ok) {
        throw new Error(`It was too hard: ${answer.status}`);
      }
      ctx.evidence({ asked: marks, answered: answer.status });
      return {};
    },
  });
}
