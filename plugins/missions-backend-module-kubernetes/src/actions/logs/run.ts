import {
  isMissionError,
  MissionError,
} from '@mission-control/plugin-missions-common';
import {
  Inconclusive,
  type KubernetesObject,
  type RunContext,
} from '@mission-control/plugin-missions-node';
import { millisecondsOf } from '../../observe';
import { containersOf, describeContainers } from './containersOf';
import type { ContainerLog, LogsInput, LogsOutput } from './schema';

const MAX_PODS = 20;
const MAX_LINE = 2000;
/** How the API server says that there is no log: none yet, or no pod any more. */
const NO_LOG = [400, 404];
const MAX_REASONS = 5;

/**
 * Reads the logs. Nothing that was read is no success: a container that no pod
 * has cannot come any more and fails; pods and containers still may.
 */
export async function runLogs(ctx: RunContext<LogsInput>): Promise<LogsOutput> {
  const { input } = ctx;
  const asked = describeInput(input);
  const pods = await podsOf(ctx);
  if (pods.length === 0) {
    throw new Inconclusive(
      `No pod matches ${input.selector} in ${input.namespace}: there is no log to read`,
      [{ asked, answered: 'no pod' }],
      {
        remedy:
          'Check selector and namespace. Where the pods were only about to come, wait for them first, with kubernetes:wait.',
      },
    );
  }
  const wanted = pods.flatMap(pod =>
    containersOf(pod)
      .filter(({ name }) => !input.container || name === input.container)
      .map(({ name }) => ({ pod: pod.metadata?.name ?? '', container: name })),
  );
  if (wanted.length === 0) {
    const present = describeContainers(pods);
    ctx.evidence({ asked, answered: { containers: present } });
    throw new MissionError(
      'KUBERNETES_NOT_FOUND',
      `No container is called '${input.container}' in ${describePods(
        input,
      )}: there are ${present}`,
      { remedy: `Name one of these, or leave container out to read all.` },
    );
  }
  const logs: ContainerLog[] = [];
  for (const { pod, container } of wanted) {
    logs.push(await readLog(ctx, pod, container));
  }
  const evidence = {
    asked,
    answered: logs.map(({ lines, ...log }) => ({
      ...log,
      lines: lines.length,
    })),
  };
  const missing = logs.filter(({ noLog }) => noLog !== undefined);
  if (missing.length === logs.length) {
    throw new Inconclusive(
      `No container of ${describePods(input)} has ${
        input.previous ? 'an earlier log' : 'a log'
      }: ${missing
        .slice(0, MAX_REASONS)
        .map(({ pod, container, noLog }) => `${pod}/${container}: ${noLog}`)
        .join('; ')}`,
      [evidence],
      {
        remedy: input.previous
          ? 'Leave previous out to read the present containers.'
          : 'Wait until they have started, with kubernetes:wait, then read.',
      },
    );
  }
  ctx.evidence(evidence);
  return { pods: logs };
}

async function podsOf({
  input,
  cluster,
  signal,
}: RunContext<LogsInput>): Promise<KubernetesObject[]> {
  const base = podsPath(input);
  if (input.pod) {
    const path = `${base}/${encodeURIComponent(input.pod)}`;
    return [(await cluster.request({ path, signal })).body];
  }
  const { items } = await cluster.list(base, {
    labelSelector: input.selector,
    signal,
  });
  if (items.length > MAX_PODS) {
    throw new MissionError(
      'TOO_MANY',
      `${input.selector} matches ${items.length} pods; at most ${MAX_PODS} can be read`,
    );
  }
  return items;
}

/** The lines of one container, masked while they are whole, or why it has none. */
async function readLog(
  ctx: RunContext<LogsInput>,
  pod: string,
  container: string,
): Promise<ContainerLog> {
  const { tailLines, since, previous } = ctx.input;
  const lines: string[] = [];
  const stream = ctx.cluster.lines({
    path: `${podsPath(ctx.input)}/${encodeURIComponent(pod)}/log`,
    query: {
      container,
      tailLines,
      sinceSeconds: since ? Math.ceil(millisecondsOf(since) / 1000) : undefined,
      previous,
    },
    signal: ctx.signal,
  });
  try {
    for await (const line of stream) {
      lines.push(ctx.mask(line).slice(0, MAX_LINE));
    }
  } catch (error) {
    const noLog = whyNoLog(error);
    if (noLog === undefined) {
      throw error;
    }
    ctx.log.warn(`${pod}/${container} has no log: ${noLog}`);
    return { pod, container, lines: [], noLog };
  }
  lines.forEach(line => ctx.log.info(`${pod}/${container}: ${line}`));
  return { pod, container, lines };
}

function whyNoLog(error: unknown): string | undefined {
  if (!isMissionError(error)) {
    return undefined;
  }
  const { httpStatus, status } = (error.details ?? {}) as {
    httpStatus?: number;
    status?: { message?: string };
  };
  return httpStatus !== undefined && NO_LOG.includes(httpStatus)
    ? status?.message ?? error.message
    : undefined;
}

function podsPath({ namespace }: LogsInput): string {
  return `/api/v1/namespaces/${encodeURIComponent(namespace)}/pods`;
}

function describePods({ namespace, pod, selector }: LogsInput): string {
  return pod
    ? `pod ${namespace}/${pod}`
    : `the pods ${selector} in ${namespace}`;
}

function describeInput(input: LogsInput): string {
  const { container = 'all containers', previous } = input;
  return `${
    previous ? 'Earlier logs' : 'Logs'
  } of ${container} in ${describePods(input)}`;
}
