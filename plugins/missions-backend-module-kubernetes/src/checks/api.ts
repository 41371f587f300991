import {
  groupOf,
  isMissionError,
} from '@mission-control/plugin-missions-common';
import {
  createMissionCheck,
  type ClusterClient,
} from '@mission-control/plugin-missions-node';
import { z } from 'zod';
import { notEstablished } from '../objects';
import { lookOrUnknown } from './outcomes';

const inputSchema = z.strictObject({
  apiVersion: z.string().min(1).describe('Such as cert-manager.io/v1.'),
  kind: z.string().min(1).describe('Such as Certificate.'),
  absent: z
    .boolean()
    .optional()
    .describe('Passes when the cluster does not serve it.'),
});

/** kubernetes:api */
export const apiCheck = createMissionCheck({
  id: 'kubernetes:api',
  description:
    'The cluster serves a kind; of a custom resource the definition is established.',
  examples: [
    {
      description: 'cert-manager is there',
      yaml: [
        '- id: certificates',
        '  check: kubernetes:api',
        '  input: { apiVersion: cert-manager.io/v1, kind: Certificate }',
      ].join('\n'),
    },
  ],
  schema: { input: inputSchema },
  run: ctx => {
    const { apiVersion, kind, absent = false } = ctx.input;
    const asked = `discovery of ${apiVersion}`;
    return lookOrUnknown(asked, ctx.signal, async () => {
      const plural = await servedAs(ctx.cluster, apiVersion, kind);
      const evidence = [{ asked, answered: plural ?? `no ${kind}` }];
      if (plural === undefined || absent) {
        const ok = (plural === undefined) === absent;
        return {
          status: ok ? 'pass' : 'fail',
          message: plural
            ? `${apiVersion} ${kind} is served`
            : `${apiVersion} ${kind} is not served`,
          evidence,
          ...(ok || absent
            ? {}
            : { remedy: { text: `Install what brings ${kind}.` } }),
        };
      }
      const definition = `${plural}.${groupOf(apiVersion)}`;
      const refused = await refusalOf(ctx.cluster, definition);
      return refused
        ? {
            status: 'fail',
            message: `The definition of ${kind} is not established: ${refused}`,
            evidence,
            progressing: true,
            progressKey: refused,
          }
        : {
            status: 'pass',
            message: `${apiVersion} ${kind} is served`,
            evidence,
          };
    });
  },
});

async function servedAs(
  cluster: ClusterClient,
  apiVersion: string,
  kind: string,
): Promise<string | undefined> {
  try {
    return (await cluster.resource(apiVersion, kind)).resource;
  } catch (error) {
    if (isMissionError(error) && error.code === 'KUBERNETES_API_ABSENT') {
      return undefined;
    }
    throw error;
  }
}

/** What the definition says against it; undefined for kinds without one, or when it may not be read. */
async function refusalOf(
  cluster: ClusterClient,
  name: string,
): Promise<string | undefined> {
  try {
    const { body } = await cluster.request({
      path: `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${encodeURIComponent(
        name,
      )}`,
    });
    return notEstablished(body);
  } catch (error) {
    // Built-in and aggregated kinds have no definition; that it is served is then all there is.
    if (
      isMissionError(error) &&
      (error.code === 'KUBERNETES_NOT_FOUND' ||
        error.code === 'CLUSTER_FORBIDDEN')
    ) {
      return undefined;
    }
    throw error;
  }
}
