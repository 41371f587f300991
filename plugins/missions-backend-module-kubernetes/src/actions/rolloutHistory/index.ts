import {
  createMissionAction,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { MissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { examples } from './examples';
import { rolloutHistory } from './revisions';

const inputSchema = z.strictObject({
  namespace: z.string().min(1),
  name: z.string().min(1).describe('Name of the Deployment.'),
});

const revisionSchema = z.object({
  revision: z.number(),
  replicaSet: z.string(),
  image: z.string().describe('Image of the first container.'),
  images: z.record(z.string(), z.string()).describe('Container → image.'),
});

const outputSchema = z.object({
  current: revisionSchema.nullable(),
  lastGood: revisionSchema
    .nullable()
    .describe(
      'The newest earlier revision with available pods, else the one before; null: there is no other.',
    ),
  culprit: z
    .object({ pod: z.string(), reason: z.string() })
    .nullable()
    .describe('The pod of the current revision that fails, and why.'),
});

/** kubernetes:rollout-history */
export const rolloutHistoryAction = createMissionAction({
  id: 'kubernetes:rollout-history',
  description:
    'Reads the revisions of a Deployment from its ReplicaSets: the current one, the last good one, and what keeps the current one from coming up.',
  effect: 'read',
  schema: { input: inputSchema, output: outputSchema },
  examples,
  run: runRolloutHistory,
});

async function runRolloutHistory(
  ctx: RunContext<z.infer<typeof inputSchema>>,
): Promise<z.infer<typeof outputSchema>> {
  const { cluster, signal, input } = ctx;
  const namespace = encodeURIComponent(input.namespace);
  const apps = `/apis/apps/v1/namespaces/${namespace}`;
  const [deployment, sets, pods] = await Promise.all([
    cluster.request({
      path: `${apps}/deployments/${encodeURIComponent(input.name)}`,
      signal,
    }),
    cluster.list(`${apps}/replicasets`, { signal }),
    cluster.list(`/api/v1/namespaces/${namespace}/pods`, { signal }),
  ]);
  const { revisions, ...history } = rolloutHistory(
    deployment.body,
    sets.items,
    pods.items,
  );
  if (!history.current) {
    throw new MissionError(
      'KUBERNETES_NOT_FOUND',
      `Deployment ${input.namespace}/${input.name} has no ReplicaSet yet, so it has no revision`,
    );
  }
  ctx.evidence({
    asked: `ReplicaSets of Deployment ${input.namespace}/${input.name}`,
    answered: { ...history, revisions },
    object: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      namespace: input.namespace,
      name: input.name,
    },
  });
  return history;
}
