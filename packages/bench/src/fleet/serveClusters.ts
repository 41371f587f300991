import { constants } from 'node:crypto';
import { once } from 'node:events';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import { type AddressInfo, createServer as createListener } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { ASKED_PATH, type FleetLook, type FleetOptions } from './types';

/**
 * So many clusters in this process, each at a port of its own, which answer what
 * the engine asks of a cluster and namespaces. Answers their addresses.
 */
export async function serveClusters(options: FleetOptions): Promise<{
  servers: string[];
  /** What was asked since the last look. */
  look(): FleetLook;
}> {
  const { count, delayMs, closeAfterMs, certificate, key } = options;
  const places = new Map<number, number>();
  const asked: number[] = Array(count).fill(0);
  let requests = 0;
  let opened = 0;
  let open = 0;
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const place = places.get(request.socket.localPort!)!;
    const path = request.url!;
    requests += 1;
    asked[place] += path === ASKED_PATH ? 1 : 0;
    request.resume();
    await sleep(delayMs);
    response
      .writeHead(200, { 'Content-Type': 'application/json' })
      .end(JSON.stringify(bodyOf(path, place)));
  };
  const server = createServer(
    {
      cert: certificate,
      key,
      // Each connection is as dear as the first one to a cluster.
      secureOptions: constants.SSL_OP_NO_TICKET,
      keepAliveTimeout: closeAfterMs,
    },
    (request, response) => void answer(request, response),
  );
  const serveAtPort = async (place: number) => {
    const listener = createListener({ noDelay: true }, socket => {
      opened += 1;
      open += 1;
      socket.on('close', () => {
        open -= 1;
      });
      server.emit('connection', socket);
    }).listen(0, '127.0.0.1');
    await once(listener, 'listening');
    const { port } = listener.address() as AddressInfo;
    places.set(port, place);
    return `https://127.0.0.1:${port}`;
  };
  const servers: string[] = [];
  for (let place = 0; place < count; place++) {
    servers.push(await serveAtPort(place));
  }
  return {
    servers,
    look() {
      const seen = { asked: [...asked], requests, opened, open };
      asked.fill(0);
      requests = 0;
      opened = 0;
      return seen;
    },
  };
}

function bodyOf(path: string, place: number): object {
  if (path === '/version') {
    return { major: '1', minor: '36', gitVersion: 'v1.36.3' };
  }
  if (path.endsWith('/selfsubjectreviews')) {
    return {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'SelfSubjectReview',
      status: { userInfo: { username: 'bench', groups: [] } },
    };
  }
  const uid = `00000000-0000-4000-8000-${String(place).padStart(12, '0')}`;
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: { name: path.split('/').at(-1), uid, resourceVersion: '1' },
  };
}
