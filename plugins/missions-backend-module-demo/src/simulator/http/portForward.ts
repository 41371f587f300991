import {
  acceptOf,
  PodTunnel,
  TUNNEL_PROTOCOL,
} from '@mission-control/plugin-missions-node/tunnel';
import { createServer, IncomingMessage, ServerResponse } from 'node:http';
import { Duplex } from 'node:stream';
import { isReady } from '../controllers/podStatus';
import { KubeObject } from '../object';
import { ApiError, badRequest, notFound, notSimulated } from '../status';
import { authenticate } from './authentication';
import { HandlerContext } from './context';
import { authorize, playFaults } from './handler';
import { answerAsWorkload } from './proxy';
import { sendError } from './reply';
import { readRequestInfo, RequestInfo } from './requestInfo';

/**
 * Answers requests for a WebSocket: `pods/portforward` of one port in the
 * kubelet's own protocol. Other upgrades (exec, attach, SPDY) are not simulated.
 */
export async function handleUpgrade(
  context: HandlerContext,
  request: IncomingMessage,
  socket: Duplex,
): Promise<void> {
  const response = new ServerResponse(request);
  response.shouldKeepAlive = false;
  response.assignSocket(socket as any);
  response.on('finish', () => socket.end());
  try {
    const url = new URL(request.url ?? '/', 'https://127.0.0.1');
    const info = readRequestInfo('GET', url);
    const identity = authenticate(request, context.cluster, context.tokens);
    const goesOn = await playFaults(context, info, identity, request, response);
    if (!goesOn) return;
    authorize(context.cluster, identity, info);
    // Since 1.35 the way in by GET asks for this right too.
    authorize(context.cluster, identity, { ...info, verb: 'create' });
    const key = request.headers['sec-websocket-key'];
    if (!isTunnel(request, info) || !key)
      throw notSimulated(`upgrade of ${info.path}`);
    const pod = podOf(context, info);
    const port = portOf(url);
    response.detachSocket(socket as any);
    socket.write(
      [
        'HTTP/1.1 101 Switching Protocols',
        'Upgrade: websocket',
        'Connection: Upgrade',
        `Sec-WebSocket-Accept: ${acceptOf(key)}`,
        `Sec-WebSocket-Protocol: ${TUNNEL_PROTOCOL}`,
        '\r\n',
      ].join('\r\n'),
    );
    forward(new PodTunnel({ socket, side: 'server', port }), pod, port);
  } catch (error) {
    sendError(response, error);
  }
}

function isTunnel(request: IncomingMessage, info: RequestInfo): boolean {
  const offered = String(request.headers['sec-websocket-protocol'] ?? '');
  return (
    info.isResource &&
    info.plural === 'pods' &&
    info.subresource === 'portforward' &&
    request.headers.upgrade?.toLowerCase() === 'websocket' &&
    offered.split(/\s*,\s*/).includes(TUNNEL_PROTOCOL)
  );
}

function podOf({ cluster }: HandlerContext, info: RequestInfo): KubeObject {
  const { name = '', namespace = '' } = info;
  const pod = cluster.get('pods', namespace, name);
  if (!pod) throw notFound({ group: '', plural: 'pods', name });
  if (!pod.spec?.nodeName)
    throw badRequest(`pod ${name} does not have a host assigned`);
  return pod;
}

function portOf(url: URL): number {
  const text = url.searchParams.get('ports') ?? '';
  const port = Number(text);
  if (!Number.isInteger(port) || port < 1 || port > 65535)
    throw new ApiError(
      400,
      'BadRequest',
      `unable to parse "${text}" as a port`,
      {},
    );
  return port;
}

/** What a container would do: answer on the ports that it declares. */
function forward(tunnel: PodTunnel, pod: KubeObject, port: number): void {
  tunnel.on('error', () => {});
  const name: string = pod.metadata.name;
  const declared: number[] = (pod.spec?.containers ?? []).flatMap(
    (container: any) =>
      (container.ports ?? []).map((item: any) => item.containerPort),
  );
  const listens = declared.length === 0 || declared.includes(port);
  if (!isReady(pod) || !listens) {
    tunnel.refuse(
      `error forwarding port ${port} to pod ${name}, uid ${pod.metadata.uid}: failed to connect to localhost:${port} inside the pod: connection refused`,
    );
    return;
  }
  createServer((asked, response) => {
    const { pathname } = new URL(asked.url ?? '/', 'http://pod');
    answerAsWorkload(response, name, pathname.slice(1));
  }).emit('connection', tunnel);
}
