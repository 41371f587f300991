import {
  createMissionAction,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { MissionError } from '@mission-control/plugin-missions-common';
import { z } from 'zod';
import { durationSchema, millisecondsOf } from '../../observe';
import { examples } from './examples';

const MAX_PODS = 20;
const MAX_LINE = 2000;

const inputSchema = z
  .strictObject({
    namespace: z.string().min(1),
    pod: z.string().min(1).optional().describe('A pod by name.'),
    selector: z
      .string()
      .min(1)
      .optional()
      .describe('A label selector, such as app=web.'),
    container: z
      .string()
      .min(1)
      .optional()
      .describe('One container; all when left out.'),
    tailLines: z.number().int().min(1).max(2000).default(200),
    since: durationSchema.optional().describe('Only lines of this time.'),
    previous: z
      .boolean()
      .optional()
      .describe('Lines of the container that ended before the last restart.'),
  })
  .refine(
    input => (input.pod === undefined) !== (input.selector === undefined),
    'Give either pod or selector',
  );
type LogsInput = z.infer<typeof inputSchema>;

const outputSchema = z.object({
  pods: z.array(
    z.object({
      pod: z.string(),
      container: z.string(),
      lines: z.array(z.string()),
    }),
  ),
});

/** kubernetes:logs */
export const logsAction = createMissionAction({
  id: 'kubernetes:logs',
  description:
    'Reads the last log lines of pods into the log and the output of the step.',
  effect: 'read',
  onlyWhenRunning: true,
  schema: { input: inputSchema, output: outputSchema },
  examples,
  run: runLogs,
});

async function runLogs(
  ctx: RunContext<LogsInput>,
): Promise<z.infer<typeof outputSchema>> {
  const { input, cluster, signal } = ctx;
  const base = `/api/v1/namespaces/${encodeURIComponent(input.namespace)}/pods`;
  const pods = input.pod
    ? [
        (
          await cluster.request({
            path: `${base}/${encodeURIComponent(input.pod)}`,
            signal,
          })
        ).body,
      ]
    : (await cluster.list(base, { labelSelector: input.selector, signal }))
        .items;
  if (pods.length > MAX_PODS) {
    throw new MissionError(
      'TOO_MANY',
      `${input.selector} matches ${pods.length} pods; at most ${MAX_PODS} can be read`,
    );
  }
  const result: z.infer<typeof outputSchema>['pods'] = [];
  for (const pod of pods) {
    const names: string[] = (pod.spec?.containers ?? [])
      .map((container: { name: string }) => container.name)
      .filter((name: string) => !input.container || name === input.container);
    for (const container of names) {
      const path = `${base}/${encodeURIComponent(pod.metadata.name)}/log`;
      const lines = await readLines(ctx, path, container);
      lines.forEach(line =>
        ctx.log.info(`${pod.metadata.name}/${container}: ${line}`),
      );
      result.push({ pod: pod.metadata.name, container, lines });
    }
  }
  ctx.evidence({
    asked: `Logs of ${input.pod ?? input.selector} in ${input.namespace}`,
    answered: result.map(({ pod, container, lines }) => ({
      pod,
      container,
      lines: lines.length,
    })),
  });
  return { pods: ctx.mask(result) };
}

async function readLines(
  ctx: RunContext<LogsInput>,
  path: string,
  container: string,
): Promise<string[]> {
  const { tailLines, since, previous } = ctx.input;
  const lines: string[] = [];
  const stream = ctx.cluster.lines({
    path,
    query: {
      container,
      tailLines,
      sinceSeconds: since ? millisecondsOf(since) / 1000 : undefined,
      previous,
    },
    signal: ctx.signal,
  });
  for await (const line of stream) {
    lines.push(line.slice(0, MAX_LINE));
  }
  return lines;
}
