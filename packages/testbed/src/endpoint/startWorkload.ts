import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';

/** A program that plays a workload, on every address of this machine. */
export interface Workload {
  readonly port: number;
  /** An address of this machine that is not a loopback one, if it has any. */
  readonly address: string | undefined;
  /** Connections that are open now. */
  readonly connections: () => Promise<number>;
  stop(): Promise<void>;
}

/** Starts it: `/healthz` answers JSON, `/moved` redirects, the rest is text. */
export async function startWorkload(): Promise<Workload> {
  const server = createServer((request, response) => {
    if (request.url === '/moved') {
      response.writeHead(302, { Location: 'http://elsewhere.example/' });
      response.end();
    } else if (request.url?.startsWith('/healthz')) {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(
        JSON.stringify({ status: 'ok', host: request.headers.host }),
      );
    } else {
      response.end('hello');
    }
  });
  await new Promise<void>(done => {
    server.listen(0, '0.0.0.0', done);
  });
  return {
    port: (server.address() as AddressInfo).port,
    address: Object.values(networkInterfaces())
      .flat()
      .find(found => found?.family === 'IPv4' && !found.internal)?.address,
    connections: () =>
      new Promise((done, fail) => {
        server.getConnections((error, count) =>
          error ? fail(error) : done(count),
        );
      }),
    stop: () =>
      new Promise(done => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}
