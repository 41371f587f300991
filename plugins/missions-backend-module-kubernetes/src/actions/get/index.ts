import {
  createMissionAction,
  type KubernetesObject,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { MissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { describeRef, maskObject, normalise } from '../../objects';
import {
  describeSelection,
  isSelection,
  select,
  selectionShape,
  SELECTION_RULE,
} from '../../observe';
import { examples } from './examples';

const MAX_OBJECTS = 100;

const inputSchema = z
  .strictObject({
    ...selectionShape,
    optional: z
      .boolean()
      .optional()
      .describe('An absent object is an answer: found is false.'),
    status: z
      .boolean()
      .optional()
      .describe(
        'Adds status. It changes by itself, so a plan that reads it is stale sooner.',
      ),
  })
  .refine(isSelection, SELECTION_RULE);

const outputSchema = z.object({
  found: z.boolean().describe('Whether every object that was named exists.'),
  object: z
    .record(z.string(), z.unknown())
    .nullable()
    .describe('The first object, without what the server manages.'),
  objects: z.array(z.record(z.string(), z.unknown())),
});

/** kubernetes:get */
export const getAction = createMissionAction({
  id: 'kubernetes:get',
  description:
    'Reads objects by name or label. Later steps use them as steps.<id>.output.object. Data of Secrets is masked.',
  effect: 'read',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  run: runGet,
});

async function runGet(
  ctx: RunContext<z.infer<typeof inputSchema>>,
): Promise<z.infer<typeof outputSchema>> {
  const { input } = ctx;
  const selected = await select(ctx.cluster, input, ctx.signal);
  const missing = selected.filter(({ object }) => object === null);
  if (missing.length > 0 && !input.optional) {
    throw new MissionError(
      'KUBERNETES_NOT_FOUND',
      `${missing.map(({ ref }) => describeRef(ref)).join(', ')} does not exist`,
      { object: missing[0].ref },
    );
  }
  if (selected.length > MAX_OBJECTS) {
    throw new MissionError(
      'TOO_MANY',
      `${describeSelection(input)} matches ${
        selected.length
      } objects; at most ${MAX_OBJECTS} can be read`,
    );
  }
  const objects = selected.flatMap(({ object }) =>
    object ? [readable(ctx, object, input.status === true)] : [],
  );
  ctx.evidence({
    asked: `GET ${describeSelection(input)}`,
    answered: { found: objects.length, missing: missing.length },
  });
  return {
    found: missing.length === 0 && objects.length > 0,
    object: objects[0] ?? null,
    objects,
  };
}

function readable(
  ctx: RunContext<unknown>,
  object: KubernetesObject,
  status: boolean,
): Record<string, unknown> {
  const declared = maskObject(normalise(object), ctx);
  return {
    ...declared,
    metadata: { ...declared.metadata, uid: object.metadata?.uid },
    ...(status && object.status ? { status: ctx.mask(object.status) } : {}),
  };
}
