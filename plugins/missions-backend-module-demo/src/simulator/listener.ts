import { createServer, Server } from 'node:https';
import { AddressInfo } from 'node:net';
import { Duplex } from 'node:stream';
import { HandlerContext } from './http/context';
import { handle } from './http/handler';
import { handleUpgrade } from './http/portForward';
import { ServingIdentity } from './http/tls';

/** Of an idle connection, as kube-apiserver has it (`IdleTimeout` of its secure serving). */
const IDLE_TIMEOUT_MS = 90_000;

/** A started HTTPS server on 127.0.0.1. */
export interface Listener {
  readonly url: string;
  close(): Promise<void>;
}

/** Listens on 127.0.0.1 and answers the Kubernetes API. */
export async function listen(
  context: HandlerContext,
  identity: ServingIdentity,
  port: number,
): Promise<Listener> {
  const server: Server = createServer({
    cert: identity.certificate,
    key: identity.key,
    keepAliveTimeout: IDLE_TIMEOUT_MS,
  });
  const sockets = new Set<Duplex>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('request', (request, response) => {
    handle(context, request, response).catch(() => request.socket.destroy());
  });
  server.on('upgrade', (request, socket, head) => {
    socket.unshift(head);
    socket.on('error', () => socket.destroy());
    handleUpgrade(context, request, socket).catch(() => socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  const { port: bound } = server.address() as AddressInfo;
  return {
    url: `https://127.0.0.1:${bound}`,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        sockets.forEach(socket => socket.destroy());
      }),
  };
}
