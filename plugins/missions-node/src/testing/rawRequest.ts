import { MissionError } from '@mission-control/plugin-missions-common';
import type { Agent } from 'node:https';
import { request as httpsRequest } from 'node:https';
import type { IncomingMessage } from 'node:http';
import type { ClusterRequest } from '../clusters';

/** Where requests go and who asks. */
export interface RawConnection {
  readonly name: string;
  readonly server: string;
  readonly token?: string;
  readonly agent: Agent;
}

/** Sends one request; resolves when the headers are there. */
export function rawRequest(
  connection: RawConnection,
  options: ClusterRequest,
): Promise<IncomingMessage> {
  const url = new URL(options.path, connection.server);
  for (const [name, value] of Object.entries(options.query ?? {})) {
    if (value !== undefined) {
      url.searchParams.set(name, String(value));
    }
  }
  const body =
    options.body === undefined ? undefined : JSON.stringify(options.body);
  return new Promise((resolve, reject) => {
    const outgoing = httpsRequest(
      url,
      {
        method: options.method ?? 'GET',
        agent: connection.agent,
        signal: options.signal,
        headers: {
          accept: 'application/json',
          ...(body === undefined
            ? {}
            : {
                'content-type': options.contentType ?? 'application/json',
                'content-length': Buffer.byteLength(body),
              }),
          ...(connection.token
            ? { authorization: `Bearer ${connection.token}` }
            : {}),
          ...options.headers,
        },
      },
      resolve,
    );
    outgoing.on('error', error =>
      reject(
        error.name === 'AbortError'
          ? error
          : new MissionError(
              'CLUSTER_UNREACHABLE',
              `Cluster '${connection.name}' does not answer: ${error.message}`,
              { cause: error },
            ),
      ),
    );
    outgoing.end(body);
  });
}

/** The whole answer: JSON where it is JSON, else text. */
export async function rawBody(incoming: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  for await (const chunk of incoming) {
    chunks.push(chunk as Buffer);
  }
  const text = Buffer.concat(chunks).toString('utf8');
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** Lines of a streamed answer. */
export async function* rawLines(
  incoming: IncomingMessage,
): AsyncIterable<string> {
  let rest = '';
  for await (const chunk of incoming) {
    rest += (chunk as Buffer).toString('utf8');
    const lines = rest.split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  if (rest) {
    yield rest;
  }
}

/** Texts of `Warning:` headers. */
export function rawWarnings(header: string | string[] | undefined): string[] {
  const text = [header ?? []].flat().join(', ');
  return [...text.matchAll(/\d{3} \S+ "((?:[^"\\]|\\.)*)"/g)].map(match =>
    match[1].replace(/\\(.)/g, '$1'),
  );
}
