import {
  MissionError,
  nameOfObject,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import {
  createMissionAction,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { collectionPath, readObject } from '../../objects';
import { selectorText } from '../../objects/selector';
import { causeSentence } from './causeSentence';
import { culpritOf } from './culprit';
import {
  differingImages,
  lastGoodRevision,
  revisionsOf,
  type Revision,
} from './revisions';

const imageSchema = z.object({ name: z.string(), image: z.string() });
const revisionSchema = z.object({
  revision: z.number().int(),
  replicaSet: z.string(),
  containers: z.array(imageSchema),
});

const inputSchema = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1).describe('Name of the Deployment.'),
});

const outputSchema = z.object({
  healthy: z.boolean().describe('The current revision has all its pods ready.'),
  current: revisionSchema,
  lastGood: revisionSchema.describe(
    'Newest earlier revision with ready pods; its containers are those that differ from the current one. The current revision itself, without containers, when that is healthy.',
  ),
  culprit: z
    .object({
      pod: z.string(),
      container: z.string(),
      image: z.string(),
      reason: z.string(),
      message: z.string().optional(),
    })
    .optional(),
});

/** kubernetes:rollout-history */
export const rolloutHistoryAction = createMissionAction({
  id: 'kubernetes:rollout-history',
  description:
    'Reads the revisions of a Deployment: the current one, why its pods do not run, and the last one that works.',
  examples: [
    {
      description: 'Find the image that worked',
      yaml: [
        '- id: find-cause',
        '  action: kubernetes:rollout-history',
        '  input: { namespace: shop, name: checkout }',
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema, output: outputSchema },
  effect: 'read',
  run: readHistory,
});

async function readHistory(
  ctx: RunContext<z.infer<typeof inputSchema>>,
): Promise<z.infer<typeof outputSchema>> {
  const { namespace, name } = ctx.input;
  const ref: ObjectRef = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    namespace,
    name,
  };
  const deployment = await readObject(ctx.cluster, ref, ctx.signal);
  if (!deployment) {
    throw new MissionError(
      'KUBERNETES_NOT_FOUND',
      `There is no Deployment ${name} in ${namespace}`,
      { object: ref },
    );
  }
  const labelSelector = selectorText(deployment.spec?.selector);
  const listOf = async (apiVersion: string, kind: string) => {
    const served = await ctx.cluster.resource(apiVersion, kind);
    const path = collectionPath(served, namespace);
    const options = { labelSelector, signal: ctx.signal };
    return (await ctx.cluster.list(path, options)).items;
  };
  const replicaSets = await listOf('apps/v1', 'ReplicaSet');
  const pods = await listOf('v1', 'Pod');
  const revisions = revisionsOf(deployment, replicaSets);
  const [current] = revisions;
  if (!current) {
    throw new MissionError(
      'NOT_READY',
      `Deployment ${name} has no revision yet`,
      { object: ref, remedy: 'Wait until its controller has seen it.' },
    );
  }
  ctx.evidence({
    asked: `ReplicaSets of ${namespace}/${name}`,
    answered: revisions,
    object: ref,
  });
  const healthy = current.ready >= current.wanted && current.wanted > 0;
  const culprit = culpritOf(
    pods.filter(pod =>
      pod.metadata?.ownerReferences?.some(
        (owner: { name?: string }) => owner.name === current.replicaSet,
      ),
    ),
  );
  if (culprit) {
    ctx.log.info(
      `Pod ${culprit.pod}: ${culprit.reason}, image ${culprit.image}`,
    );
  }
  const good = healthy ? current : lastGoodRevision(revisions);
  if (!good) {
    throw new MissionError(
      'NOT_READY',
      `No earlier revision of ${name} has ready pods`,
      {
        object: ref,
        details: { culprit, revisions },
        remedy: 'Name a good image yourself: nothing here shows one.',
      },
    );
  }
  ctx.log.info(
    healthy
      ? `Revision ${current.revision} is healthy: nothing to put back`
      : `Revision ${good.revision} is the last one with ready pods`,
  );
  ctx.evidence({
    asked: `why ${nameOfObject(ref)} is as it is`,
    answered: causeSentence({ object: ref, healthy, current, good, culprit }),
    object: ref,
  });
  return {
    healthy,
    current: shown(current),
    lastGood: {
      ...shown(good),
      containers: healthy ? [] : differingImages(current, good),
    },
    ...(culprit ? { culprit } : {}),
  };
}

function shown({ revision, replicaSet, containers }: Revision) {
  return { revision, replicaSet, containers };
}
