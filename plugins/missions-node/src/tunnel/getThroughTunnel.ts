import { type IncomingMessage, request } from 'node:http';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';

/** One GET to what listens at the other end of a tunnel. @public */
export interface TunnelledGet {
  /** Destroyed at the end, whatever happens. */
  readonly tunnel: Duplex;
  readonly scheme: 'http' | 'https';
  /** The Host header, and the server name of TLS. */
  readonly host: string;
  /** With its query. */
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly signal: AbortSignal;
  /** Bytes of the answer that are accepted. */
  readonly maxBytes: number;
}

/** An answer, whatever its status; redirects are not followed. @public */
export interface TunnelledAnswer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: string;
}

/**
 * Asks once and reads the whole answer. A certificate at the other end is not
 * checked: who answers is known, because the cluster made the tunnel to it.
 * Throws the signal's reason, or why there was no whole answer.
 *
 * @public
 */
export async function getThroughTunnel(
  get: TunnelledGet,
): Promise<TunnelledAnswer> {
  const { tunnel, scheme, host, maxBytes, signal } = get;
  let broken: Error | undefined;
  tunnel.once('error', error => {
    broken = error;
  });
  const onAbort = () => tunnel.destroy();
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    signal.throwIfAborted();
    const socket =
      scheme === 'https'
        ? connect({
            socket: tunnel,
            servername: host,
            rejectUnauthorized: false,
          })
        : tunnel;
    const answer = await ask(get, socket);
    return {
      status: answer.statusCode ?? 0,
      headers: flatten(answer),
      body: await readText(answer, maxBytes),
    };
  } catch (error) {
    signal.throwIfAborted();
    throw broken ?? error;
  } finally {
    signal.removeEventListener('abort', onAbort);
    tunnel.destroy();
  }
}

function ask(get: TunnelledGet, socket: Duplex): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    request({
      createConnection: () => socket,
      path: get.path,
      headers: { ...get.headers, Host: get.host, Connection: 'close' },
    })
      .once('response', resolve)
      .once('error', reject)
      .end();
  });
}

async function readText(
  answer: IncomingMessage,
  maxBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of answer as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > maxBytes) {
      throw new RangeError(`The answer is larger than ${maxBytes} bytes`);
    }
    chunks.push(chunk);
  }
  if (!answer.complete) {
    throw new Error('The answer ended before it was complete');
  }
  return Buffer.concat(chunks).toString('utf8');
}

function flatten({ headers }: IncomingMessage): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value)]),
  );
}
