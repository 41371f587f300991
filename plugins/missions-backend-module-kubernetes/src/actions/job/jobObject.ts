import type {
  BaseContext,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { createHash } from 'node:crypto';
import { millisecondsOf } from '../../observe';
import { MAIN } from './jobPods';
import type { JobInput } from './schema';

const SUFFIX_LENGTH = 10;
const MAX_START = 50;

/** Why a Job is never fully taken back. */
export const JOB_IRREVERSIBLE =
  'what the program does cannot be taken back; undo deletes the Job';

/** The Job of a step: the same for plan, run and every repetition. */
export function jobObject(
  ctx: Pick<BaseContext<JobInput>, 'input' | 'run' | 'stepId' | 'target'>,
): KubernetesObject {
  const { input } = ctx;
  const suffix = createHash('sha256')
    .update(`${ctx.run.id}\n${ctx.target.id}\n${ctx.stepId}`)
    .digest('hex')
    .slice(0, SUFFIX_LENGTH);
  const start = (input.name ?? ctx.stepId)
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-')
    .slice(0, MAX_START)
    .replace(/^-+|-+$/g, '');
  const labels = { 'mission-control.dev/step': start || 'job' };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: `${start || 'job'}-${suffix}`,
      namespace: input.namespace,
      labels,
    },
    spec: {
      backoffLimit: input.retries,
      activeDeadlineSeconds: seconds(input.timeout),
      ttlSecondsAfterFinished: seconds(input.ttl),
      template: {
        metadata: { labels },
        spec: {
          restartPolicy: 'Never',
          ...(input.serviceAccountName
            ? { serviceAccountName: input.serviceAccountName }
            : { automountServiceAccountToken: false }),
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 65532,
            seccompProfile: { type: 'RuntimeDefault' },
          },
          containers: [
            {
              name: MAIN,
              image: input.image,
              ...(input.command ? { command: input.command } : {}),
              ...(input.args ? { args: input.args } : {}),
              ...(input.env
                ? {
                    env: Object.entries(input.env).map(([name, value]) => ({
                      name,
                      value,
                    })),
                  }
                : {}),
              resources: input.resources,
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ['ALL'] },
              },
            },
          ],
        },
      },
    },
  };
}

function seconds(duration: string): number {
  return Math.ceil(millisecondsOf(duration) / 1000);
}
