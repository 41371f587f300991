import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { refSchema } from '../../observe';
import { restorePrior } from '../../undo';
import { planPatch, type PatchRequest } from '../../writes';
import { runPatch } from '../patch/run';
import { outputSchema } from '../patch/schema';
import { examples } from './examples';

const inputSchema = z.strictObject({
  object: refSchema.describe(
    'A Deployment, StatefulSet, ReplicaSet or another object with spec.replicas.',
  ),
  replicas: z.number().int().min(0).max(10_000),
  takeOver: z
    .boolean()
    .optional()
    .describe('Scales although an autoscaler or another owner sets replicas.'),
});

function requestOf(input: z.infer<typeof inputSchema>): PatchRequest {
  return {
    ref: input.object,
    type: 'merge',
    patch: { spec: { replicas: input.replicas } },
    verb: 'scale',
    takeOver: input.takeOver,
  };
}

/** kubernetes:scale */
export const scaleAction = createMissionAction({
  id: 'kubernetes:scale',
  description:
    'Sets the number of replicas. An autoscaler that sets them too blocks the plan.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: async ctx => ({
    changes: [await planPatch(ctx, requestOf(ctx.input), ctx.earlier)],
  }),
  run: ctx => runPatch(ctx, requestOf(ctx.input)),
  undo: restorePrior(
    'Puts the number of replicas back as it was, with its owner. Refuses to overwrite what changed since.',
  ),
});
