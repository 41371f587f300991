import {
  createMissionCheck,
  type ClusterClient,
  type ServedResource,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { lookOrUnknown } from './outcomes';

const ruleSchema = z.strictObject({
  apiVersion: z.string().min(1),
  kind: z.string().min(1),
  /** The plural, of a kind that the cluster does not have to serve yet. */
  resource: z
    .string()
    .regex(/^[a-z0-9-]+$/)
    .optional(),
  namespace: z.string().min(1).optional(),
  name: z.string().min(1).optional(),
  subresource: z.string().min(1).optional(),
  verbs: z
    .array(z.string().regex(/^[a-z*]+$/))
    .min(1)
    .max(20),
});

type Rule = z.infer<typeof ruleSchema>;

const inputSchema = z.strictObject({
  rules: z
    .array(ruleSchema)
    .min(1)
    .max(100)
    .describe(
      'What the acting identity has to be allowed to do. A rule with `resource`, the plural of its kind, can be asked before the cluster serves it.',
    ),
});

const PATH = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';

type Answer = { asked: string; allowed: boolean; reason?: string };

/** kubernetes:permission */
export const permissionCheck = createMissionCheck({
  id: 'kubernetes:permission',
  description:
    'The acting identity may do exactly these verbs on these resources, by an access review of the API server.',
  examples: [
    {
      description: 'May create Deployments in the namespace',
      yaml: [
        '- id: rights',
        '  check: kubernetes:permission',
        '  input:',
        '    rules:',
        '      - { apiVersion: apps/v1, kind: Deployment, namespace: web, verbs: [get, create, patch] }',
      ].join('\n'),
    },
    {
      description: 'May create what a definition of the same mission brings',
      yaml: [
        '- id: rights',
        '  check: kubernetes:permission',
        '  input:',
        '    rules:',
        '      - { apiVersion: example.com/v1, kind: Widget, resource: widgets, verbs: [create, delete] }',
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run: ctx =>
    lookOrUnknown('SelfSubjectAccessReview', ctx.signal, async () => {
      const answers: Answer[] = [];
      for (const rule of ctx.input.rules) {
        answers.push(...(await review(ctx.cluster, rule, ctx.signal)));
      }
      const denied = answers.filter(({ allowed }) => !allowed);
      const evidence = answers.map(({ asked, allowed, reason }) => ({
        asked: `SelfSubjectAccessReview: ${asked}`,
        answered: { allowed, ...(reason ? { reason } : {}) },
      }));
      if (denied.length === 0) {
        return {
          status: 'pass',
          message: `${ctx.cluster.identity} may do all ${answers.length}`,
          evidence,
        };
      }
      const list = denied.map(({ asked }) => asked).join('; ');
      return {
        status: 'fail',
        message: `${ctx.cluster.identity} may not: ${list}`,
        evidence,
        remedy: {
          text: `Grant ${ctx.cluster.identity} on this cluster: ${list}.`,
        },
      };
    }),
});

async function review(
  cluster: ClusterClient,
  rule: Rule,
  signal: AbortSignal,
): Promise<Answer[]> {
  const { namespace, name, subresource, verbs } = rule;
  const served = await resourceOf(cluster, rule);
  const resource = [served.resource, subresource].filter(Boolean).join('/');
  const where = namespace && served.namespaced ? ` in ${namespace}` : '';
  return Promise.all(
    verbs.map(async verb => {
      const { body } = await cluster.request({
        method: 'POST',
        path: PATH,
        signal,
        body: {
          apiVersion: 'authorization.k8s.io/v1',
          kind: 'SelfSubjectAccessReview',
          spec: {
            resourceAttributes: {
              group: served.group,
              version: served.version,
              resource: served.resource,
              verb,
              ...(subresource ? { subresource } : {}),
              ...(namespace && served.namespaced ? { namespace } : {}),
              ...(name ? { name } : {}),
            },
          },
        },
      });
      return {
        asked: `${verb} ${resource}${where}`,
        allowed: body.status?.allowed === true,
        reason: body.status?.reason,
      };
    }),
  );
}

/** What the review is about: as the rule says, else as the cluster serves it. */
async function resourceOf(
  cluster: ClusterClient,
  { apiVersion, kind, resource, namespace }: Rule,
): Promise<
  Pick<ServedResource, 'group' | 'version' | 'resource' | 'namespaced'>
> {
  if (resource === undefined) {
    return cluster.resource(apiVersion, kind);
  }
  const [version, group = ''] = apiVersion.split('/').reverse();
  return { group, version, resource, namespaced: namespace !== undefined };
}
