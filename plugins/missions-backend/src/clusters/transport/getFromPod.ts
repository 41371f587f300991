import {
  isMissionError,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterResponse,
  PodRequest,
} from '@mission-control/plugin-missions-node';
import {
  getThroughTunnel,
  PodTunnel,
} from '@mission-control/plugin-missions-node/tunnel';
import type { ClusterTransport, TransportCaller } from './ClusterTransport';
import { startTimeLimit } from './timeLimit';

const DEFAULT_TIMEOUT_MS = 30_000;
const DEFAULT_MAX_BYTES = 32 * 1024 * 1024;

/**
 * Asks a pod through a port-forward: one WebSocket over the cluster's own
 * connections and credentials, gone when the answer is there.
 */
export async function getFromPod(
  transport: ClusterTransport,
  caller: TransportCaller,
  asked: PodRequest,
): Promise<ClusterResponse<string>> {
  const { namespace, pod, port } = asked;
  const timeoutMs = asked.timeoutMs ?? DEFAULT_TIMEOUT_MS;
  const limit = startTimeLimit(timeoutMs, asked.signal);
  try {
    const socket = await transport.upgrade(
      {
        path: `/api/v1/namespaces/${encodeURIComponent(
          namespace,
        )}/pods/${encodeURIComponent(pod)}/portforward`,
        query: { ports: port },
        signal: asked.signal,
        timeoutMs,
      },
      caller,
    );
    const answer = await getThroughTunnel({
      tunnel: new PodTunnel({ socket, side: 'client', port }),
      scheme: asked.scheme ?? 'http',
      host: asked.host ?? pod,
      path: asked.path,
      headers: asked.headers ?? {},
      signal: limit.signal,
      maxBytes: asked.maxBytes ?? DEFAULT_MAX_BYTES,
    });
    return { ...answer, warnings: [] };
  } catch (error) {
    asked.signal?.throwIfAborted();
    if (isMissionError(error)) {
      throw error;
    }
    throw new MissionError(
      'HTTP_FAILED',
      `Port ${port} of pod ${namespace}/${pod} gives no answer: ${
        error instanceof Error ? error.message : String(error)
      }`,
      {
        remedy: 'Look at the pod: does it listen on this port, on 0.0.0.0?',
        cause: error,
      },
    );
  } finally {
    limit.dispose();
  }
}
