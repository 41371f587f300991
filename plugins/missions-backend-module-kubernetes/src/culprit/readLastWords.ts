import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import type { FailedContainer } from './failedContainer';

const MAX_LINES = 20;
const MAX_LINE = 500;
const MAX_BYTES = 65_536;

/** The last lines that a container wrote before it ended. */
export async function readLastWords(
  cluster: ClusterClient,
  { pod, container }: { pod: ObjectRef; container: FailedContainer },
  signal: AbortSignal,
): Promise<string[]> {
  const namespace = encodeURIComponent(pod.namespace ?? '');
  const lines: string[] = [];
  const stream = cluster.lines({
    path: `/api/v1/namespaces/${namespace}/pods/${encodeURIComponent(
      pod.name,
    )}/log`,
    query: {
      container: container.name,
      previous: container.restarted,
      tailLines: MAX_LINES,
      limitBytes: MAX_BYTES,
    },
    signal,
  });
  for await (const line of stream) {
    lines.push(line.slice(0, MAX_LINE));
  }
  return lines.slice(-MAX_LINES);
}
