import { nameOfObject } from '@mission-control/plugin-missions-common';
import {
  createMissionCheck,
  type CheckOutcome,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { lookAtCulprit } from '../culprit';
import {
  culpritOf,
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
      const unseen = observation.objects.filter(each => each.sinceUnknown);
      if (observation.ready && stableFor > 0 && unseen.length > 0) {
        return {
          status: 'unknown',
          message: `Ready, but its pods could not be seen, so nobody knows since when: ${unseen
            .map(({ ref }) => nameOfObject(ref))
            .join(', ')}`,
          evidence: evidenceOf(observation),
          progressing: true,
          progressKey: observation.progressKey,
        };
      }
      const settled =
        observation.ready && stableFor > 0
          ? await stableTime(ctx, observation)
          : 0;
      return withCulprit(
        ctx,
        observation,
        outcomeOf(observation, stableFor, settled),
      );
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

/**
 * Names the object at fault with what the cluster says about it. Not while it
 * only takes its time: the question may be asked every second.
 */
async function withCulprit(
  ctx: Parameters<typeof lookAtCulprit>[0],
  observation: Observation,
  outcome: CheckOutcome,
): Promise<CheckOutcome> {
  const object = culpritOf(observation);
  const faulty = observation.terminal || observation.health === 'unhealthy';
  if (!object || !faulty || outcome.status !== 'fail') {
    return outcome;
  }
  const details = await lookAtCulprit(ctx, object);
  return {
    ...outcome,
    culprit: { object, details },
    evidence: [
      ...outcome.evidence,
      {
        asked: `Conditions, warnings and log of ${nameOfObject(object)}`,
        answered: details,
        object,
      },
    ],
  };
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
