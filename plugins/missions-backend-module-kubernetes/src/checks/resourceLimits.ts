import type { ObjectRef } from '@mission-control/plugin-missions-common';
import {
  createMissionCheck,
  type FindingInput,
  type KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { lookOrUnknown } from './outcomes';

const inputSchema = z.strictObject({
  namespaces: z
    .array(z.string())
    .optional()
    .describe('Only these. Default: all.'),
  excludeNamespaces: z.array(z.string()).optional(),
  resources: z
    .array(z.enum(['cpu', 'memory']))
    .min(1)
    .optional()
    .describe('Limits that are asked for. Default: both.'),
});

type LimitsInput = z.infer<typeof inputSchema>;

/** kubernetes:resource-limits */
export const resourceLimitsCheck = createMissionCheck({
  id: 'kubernetes:resource-limits',
  description:
    'Looks at the pods that run for containers without limits; one finding for each workload.',
  examples: [
    {
      description: 'Every container has a memory limit',
      yaml: [
        '- id: limits',
        '  check: kubernetes:resource-limits',
        '  input: { resources: [memory], excludeNamespaces: [kube-system] }',
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run: ctx =>
    lookOrUnknown('GET /api/v1/pods', ctx.signal, async () => {
      const { items } = await ctx.cluster.list('/api/v1/pods', {
        fieldSelector: 'status.phase!=Succeeded,status.phase!=Failed',
        signal: ctx.signal,
      });
      const pods = items.filter(pod => isWanted(pod, ctx.input));
      const findings = findingsOf(
        pods,
        ctx.input.resources ?? ['cpu', 'memory'],
      );
      return {
        status: findings.length === 0 ? 'pass' : 'fail',
        message:
          findings.length === 0
            ? `All ${pods.length} pods have limits`
            : `${findings.length} workloads have containers without limits`,
        evidence: [
          {
            asked: 'GET /api/v1/pods',
            answered: { pods: items.length, lookedAt: pods.length },
          },
        ],
        findings,
      };
    }),
});

function isWanted(pod: KubernetesObject, input: LimitsInput): boolean {
  const namespace = pod.metadata?.namespace ?? '';
  const { namespaces, excludeNamespaces = [] } = input;
  return (
    (namespaces === undefined || namespaces.includes(namespace)) &&
    !excludeNamespaces.includes(namespace)
  );
}

/** One finding a workload: pods come and go, the workload keeps its identity. */
export function findingsOf(
  pods: readonly KubernetesObject[],
  resources: readonly string[],
): FindingInput[] {
  const byWorkload = new Map<
    string,
    { ref: ObjectRef; containers: Map<string, string[]> }
  >();
  for (const pod of pods) {
    const ref = workloadOf(pod);
    const key = `${ref.kind} ${ref.namespace}/${ref.name}`;
    for (const container of pod.spec?.containers ?? []) {
      const limits = container.resources?.limits ?? {};
      const missing = resources.filter(name => limits[name] === undefined);
      if (missing.length > 0) {
        const found = byWorkload.get(key) ?? { ref, containers: new Map() };
        found.containers.set(container.name, missing);
        byWorkload.set(key, found);
      }
    }
  }
  return [...byWorkload].map(([key, { ref, containers }]) => {
    const list = [...containers]
      .map(([name, missing]) => `${name} (${missing.join(', ')})`)
      .join('; ');
    return {
      key,
      severity: [...containers.values()].some(missing =>
        missing.includes('memory'),
      )
        ? 'medium'
        : 'low',
      title: `${ref.kind} ${ref.name} has containers without limits`,
      message: `No limit: ${list}`,
      object: ref,
      evidence: [
        {
          asked: `containers of ${key}`,
          answered: Object.fromEntries(containers),
          object: ref,
        },
      ],
    };
  });
}

/** The workload that a pod belongs to; a ReplicaSet of a Deployment counts as the Deployment. */
function workloadOf(pod: KubernetesObject): ObjectRef {
  const namespace = pod.metadata?.namespace;
  const owner = pod.metadata?.ownerReferences?.find(
    ({ controller }: { controller?: boolean }) => controller,
  );
  const hash = pod.metadata?.labels?.['pod-template-hash'];
  if (owner?.kind === 'ReplicaSet' && hash && owner.name.endsWith(`-${hash}`)) {
    return {
      apiVersion: owner.apiVersion,
      kind: 'Deployment',
      namespace,
      name: owner.name.slice(0, -hash.length - 1),
    };
  }
  return owner
    ? {
        apiVersion: owner.apiVersion,
        kind: owner.kind,
        namespace,
        name: owner.name,
      }
    : {
        apiVersion: 'v1',
        kind: 'Pod',
        namespace,
        name: pod.metadata?.name ?? '',
      };
}
