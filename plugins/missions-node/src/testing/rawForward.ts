import { MissionError } from '@mission-control/plugin-missions-common';
import type { IncomingMessage } from 'node:http';
import { request } from 'node:https';
import type { Duplex } from 'node:stream';
import type { ClusterResponse, PodRequest } from '../clusters';
import { getThroughTunnel, PodTunnel, tunnelRequestHeaders } from '../tunnel';
import { rawError } from './rawErrors';
import { rawBody, type RawConnection } from './rawRequest';

const TIMEOUT_MS = 30_000;
const MAX_BYTES = 32 * 1024 * 1024;

/** Asks a pod through a port-forward. */
export async function rawGetFromPod(
  connection: RawConnection,
  asked: PodRequest,
): Promise<ClusterResponse<string>> {
  const limit = AbortSignal.timeout(asked.timeoutMs ?? TIMEOUT_MS);
  const signal = asked.signal ? AbortSignal.any([limit, asked.signal]) : limit;
  const socket = await openSocket(connection, asked, signal);
  const tunnel = new PodTunnel({ socket, side: 'client', port: asked.port });
  try {
    const answer = await getThroughTunnel({
      tunnel,
      scheme: asked.scheme ?? 'http',
      host: asked.host ?? asked.pod,
      path: asked.path,
      headers: asked.headers ?? {},
      signal,
      maxBytes: asked.maxBytes ?? MAX_BYTES,
    });
    return { ...answer, warnings: [] };
  } catch (error) {
    signal.throwIfAborted();
    throw new MissionError(
      'HTTP_FAILED',
      `Port ${asked.port} of pod ${asked.namespace}/${
        asked.pod
      } gives no answer: ${(error as Error).message}`,
      { cause: error },
    );
  }
}

function openSocket(
  { name, server, token, agent }: RawConnection,
  { namespace, pod, port }: PodRequest,
  signal: AbortSignal,
): Promise<Duplex> {
  const path = `/api/v1/namespaces/${encodeURIComponent(
    namespace,
  )}/pods/${encodeURIComponent(pod)}/portforward`;
  const url = new URL(`${path}?ports=${port}`, server);
  return new Promise((resolve, reject) => {
    const refuse = async (incoming: IncomingMessage) =>
      reject(
        rawError({
          cluster: name,
          what: `GET ${path}`,
          httpStatus: incoming.statusCode ?? 0,
          body: await rawBody(incoming),
        }),
      );
    request(url, {
      agent,
      signal,
      headers: {
        ...tunnelRequestHeaders(),
        connection: 'upgrade',
        upgrade: 'websocket',
        ...(token ? { authorization: `Bearer ${token}` } : {}),
      },
    })
      .once('upgrade', (_answer, socket, head) => {
        socket.unshift(head);
        resolve(socket);
      })
      .once('response', refuse)
      .once('error', reject)
      .end();
  });
}
