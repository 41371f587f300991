import {
  createMissionCheck,
  type CheckOutcome,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import {
  describeSelection,
  durationSchema,
  evidenceOf,
  isSelection,
  millisecondsOf,
  observe,
  SELECTION_RULE,
  selectionShape,
  serverTime,
  type Observation,
} from '../observe';
import { lookOrUnknown } from './outcomes';

const inputSchema = z
  .strictObject({
    ...selectionShape,
    stableFor: durationSchema
      .optional()
      .describe(
        'How long everything must have been ready without a restart, such as 30s.',
      ),
    allowEmpty: z
      .boolean()
      .optional()
      .describe('Zero replicas are meant, and no failure to look.'),
  })
  .refine(isSelection, SELECTION_RULE);

const nothing = { asked: 'Objects that match', answered: [] };

/** kubernetes:ready */
export const readyCheck = createMissionCheck({
  id: 'kubernetes:ready',
  description:
    'Asks whether objects have come to what they declare and work: rollouts done, pods available without restarts, endpoints behind Services, claims bound. Names the reason and the culprit when not.',
  examples: [
    {
      description: 'A Deployment that has been available for half a minute.',
      yaml: `check: kubernetes:ready
input:
  stableFor: 30s
  objects:
    - { apiVersion: apps/v1, kind: Deployment, namespace: shop, name: web }
`,
    },
    {
      description: 'Everything with a label in a namespace.',
      yaml: `check: kubernetes:ready
input: { selector: app=web, namespace: shop }
`,
    },
  ],
  schema: { input: inputSchema },
  run: ctx => {
    const what = describeSelection(ctx.input);
    return lookOrUnknown(`Health of ${what}`, ctx.signal, async () => {
      const observation = await observe(ctx, ctx.input, ctx.input);
      const stableFor = millisecondsOf(ctx.input.stableFor);
      const settled =
        observation.ready && stableFor > 0
          ? await stableTime(ctx, observation)
          : 0;
      return outcomeOf(observation, stableFor, settled);
    });
  },
});

/** How long everything has been ready, by the cluster's clock. */
async function stableTime(
  ctx: Parameters<typeof observe>[0],
  observation: Observation,
): Promise<number> {
  return observation.since === undefined
    ? Infinity
    : (await serverTime(ctx.cluster, ctx.signal)) - observation.since;
}

function outcomeOf(
  observation: Observation,
  stableFor: number,
  settled: number,
): CheckOutcome {
  const { health, ready, terminal, reason, progressKey } = observation;
  const evidence = evidenceOf(observation);
  if (health === 'unknown') {
    return {
      status: 'unknown',
      message: reason,
      evidence: evidence.length > 0 ? evidence : [nothing],
      progressing: !terminal,
      progressKey,
    };
  }
  if (!ready) {
    return {
      status: 'fail',
      message: reason,
      evidence,
      progressing: !terminal,
      progressKey,
    };
  }
  if (settled < stableFor) {
    return {
      status: 'fail',
      message: `Ready for ${Math.max(
        0,
        Math.floor(settled / 1000),
      )} s, stable is ${stableFor / 1000} s: ${reason}`,
      evidence,
      progressing: true,
      progressKey: `${progressKey} ${Math.floor(settled / 1000)}`,
    };
  }
  return {
    status: health === 'healthy' ? 'pass' : 'warn',
    message: reason,
    evidence,
    progressKey,
  };
}
