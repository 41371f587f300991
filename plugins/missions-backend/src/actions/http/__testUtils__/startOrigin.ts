import {
  createServer,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an origin was asked. */
export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
}

/** An HTTP server of a test on 127.0.0.1. */
export interface Origin {
  readonly url: string;
  /** `127.0.0.1:<port>`, as missions.http.allow has it. */
  readonly host: string;
  readonly asked: readonly Asked[];
  stop(): Promise<void>;
}

/** Starts an origin; `answers` has one answer for each path. */
export async function startOrigin(
  answers: Record<string, (response: ServerResponse) => void>,
): Promise<Origin> {
  const asked: Asked[] = [];
  const server = createServer((request, response) => {
    const { method = '', url: path = '', headers } = request;
    asked.push({ method, path, headers });
    const answer = answers[path];
    if (answer) {
      answer(response);
    } else {
      response.writeHead(404).end('not here');
    }
  });
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url: `http://${host}`,
    host,
    asked,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** An answer that leads elsewhere. */
export function redirect(location: string, status = 302) {
  return (response: ServerResponse) => {
    response.writeHead(status, { location }).end('elsewhere');
  };
}

/** An answer with a text. */
export function say(text: string, status = 200) {
  return (response: ServerResponse) => {
    response.writeHead(status).end(text);
  };
}
