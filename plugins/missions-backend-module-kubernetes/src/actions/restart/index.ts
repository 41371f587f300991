import { createMissionAction } from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { refSchema } from '../../observe';
import { restorePrior } from '../../undo';
import { planPatch, type PatchRequest, type WriteContext } from '../../writes';
import { runPatch } from '../patch/run';
import { outputSchema } from '../patch/schema';
import { examples } from './examples';

/** Changes the pod template, so that the controller replaces every pod. */
const RESTART_ANNOTATION = 'mission-control.dev/restarted-by';
const IRREVERSIBLE =
  'the pods are replaced: a restart cannot be taken back, only repeated';

const inputSchema = z.strictObject({
  object: refSchema.refine(
    ref => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(ref.kind),
    'Only a Deployment, StatefulSet or DaemonSet can be restarted',
  ),
  takeOver: z
    .boolean()
    .optional()
    .describe('Restarts although another owner manages the object.'),
});

/**
 * The value names run and step, so plan and run send the same, and repeating
 * the step does not restart twice.
 */
function requestOf(
  ctx: WriteContext & { input: z.infer<typeof inputSchema> },
): PatchRequest {
  const annotations = { [RESTART_ANNOTATION]: `${ctx.run.id}.${ctx.stepId}` };
  return {
    ref: ctx.input.object,
    type: 'merge',
    patch: { spec: { template: { metadata: { annotations } } } },
    verb: 'restart',
    takeOver: ctx.input.takeOver,
    irreversible: IRREVERSIBLE,
  };
}

/** kubernetes:restart */
export const restartAction = createMissionAction({
  id: 'kubernetes:restart',
  description:
    'Replaces all pods of a workload by a rollout, with the same template. Irreversible by nature.',
  effect: 'write',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  plan: async ctx => ({
    changes: [await planPatch(ctx, requestOf(ctx), ctx.earlier)],
  }),
  run: ctx => runPatch(ctx, requestOf(ctx)),
  undo: restorePrior(
    'Changes nothing: the pods are replaced, and stay so. The undo says so and leaves the workload as it is.',
  ),
});
