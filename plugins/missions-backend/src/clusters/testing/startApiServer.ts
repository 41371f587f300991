import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { ClusterConnection } from '@mission-control/plugin-missions-node';
import { testCertificates } from './testCertificates';

/** A request as a test's handler sees it. */
export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
  /** Common name of the client's certificate. */
  readonly client?: string;
}

/** Answers one request; `response` for what JSON cannot say. */
export type Handler = (
  request: SeenRequest,
  response: ServerResponse,
) => unknown | Promise<unknown>;

/** A local HTTPS server that plays an API server for one test. */
export interface TestApiServer {
  readonly connection: ClusterConnection;
  readonly seen: SeenRequest[];
  /** Connections that were ever opened. */
  readonly connections: () => number;
  /** Ends all connections as a broken network would. */
  breakConnections(): void;
  close(): Promise<void>;
}

/**
 * Starts it. A value that the handler returns is sent as JSON with 200; with
 * `undefined` the handler has answered by itself.
 */
export async function startApiServer(
  handler: Handler,
  identity: { cert: string; key: string } = {
    cert: testCertificates.serverCert,
    key: testCertificates.serverKey,
  },
): Promise<TestApiServer> {
  const seen: SeenRequest[] = [];
  const sockets = new Set<Socket>();
  let connections = 0;
  const server = createServer(
    {
      ...identity,
      ca: testCertificates.ca,
      requestCert: true,
      rejectUnauthorized: false,
    },
    async (request, response) => {
      const chunks: Buffer[] = [];
      for await (const chunk of request) {
        chunks.push(chunk);
      }
      const url = new URL(request.url ?? '/', 'https://localhost');
      const record: SeenRequest = {
        method: request.method ?? 'GET',
        path: url.pathname,
        query: url.searchParams,
        headers: request.headers,
        body: Buffer.concat(chunks).toString('utf8'),
        client: commonName(request.socket),
      };
      seen.push(record);
      const answer = await handler(record, response);
      if (answer !== undefined && !response.headersSent) {
        reply(response, 200, answer);
      }
    },
  );
  server.on('secureConnection', socket => {
    connections += 1;
    sockets.add(socket);
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const breakConnections = () => sockets.forEach(socket => socket.destroy());
  return {
    connection: {
      name: 'test',
      server: `https://127.0.0.1:${port}`,
      caData: testCertificates.ca,
      auth: { kind: 'token', token: 'secret-token' },
    },
    seen,
    connections: () => connections,
    breakConnections,
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        breakConnections();
      }),
  };
}

/** Sends JSON. */
export function reply(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string | string[]> = {},
): void {
  response.writeHead(status, {
    'Content-Type': 'application/json',
    ...headers,
  });
  response.end(JSON.stringify(body));
}

/** Sends a Kubernetes Status of a failure. */
export function refuse(
  response: ServerResponse,
  code: number,
  status: Record<string, unknown>,
  headers: Record<string, string> = {},
): void {
  reply(
    response,
    code,
    { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, ...status },
    headers,
  );
}

function commonName(socket: IncomingMessage['socket']): string | undefined {
  const certificate = (
    socket as unknown as {
      getPeerCertificate(): { subject?: { CN?: string } };
    }
  ).getPeerCertificate();
  return certificate?.subject?.CN;
}
