import {
  acceptOf,
  tunnelRequestHeaders,
} from '@mission-control/plugin-missions-node/tunnel';
import type { Duplex } from 'node:stream';
import type { Dispatcher } from 'undici';

/** A socket that speaks WebSocket, or why the server does not want to. */
export type Upgraded =
  | { readonly kind: 'socket'; readonly socket: Duplex }
  | {
      readonly kind: 'refusal';
      readonly status: number;
      readonly contentType: string;
      readonly body: Buffer;
    };

/**
 * Asks for a WebSocket on a connection of the pool, which then belongs to the
 * caller. A refusal is read up to `maxBytes`, so that the server's own words
 * come out; undici's WebSocket would swallow them.
 */
export function upgradeConnection(options: {
  dispatcher: Dispatcher;
  origin: string;
  path: string;
  headers: Record<string, string | string[]>;
  signal: AbortSignal;
  maxBytes: number;
}): Promise<Upgraded> {
  const { dispatcher, origin, path, headers, signal, maxBytes } = options;
  const asked = tunnelRequestHeaders();
  return new Promise((resolve, reject) => {
    let refusal = { status: 0, contentType: '' };
    const chunks: Buffer[] = [];
    let size = 0;
    let stop = () => {};
    const end = <T>(settle: (value: T) => void, value: T) => {
      signal.removeEventListener('abort', stop);
      settle(value);
    };
    const handler: Dispatcher.DispatchHandler = {
      onRequestStart(controller) {
        stop = () => controller.abort(signal.reason);
        signal.addEventListener('abort', stop, { once: true });
        if (signal.aborted) {
          stop();
        }
      },
      onRequestUpgrade(_controller, _status, answered, socket) {
        const expected = acceptOf(asked['Sec-WebSocket-Key']);
        if (answered['sec-websocket-accept'] === expected) {
          end(resolve, { kind: 'socket', socket });
        } else {
          socket.destroy();
          end(reject, new Error('The WebSocket was not accepted properly'));
        }
      },
      onResponseStart(_controller, status, answered) {
        refusal = {
          status,
          contentType: String(answered['content-type'] ?? ''),
        };
      },
      onResponseData(_controller, chunk) {
        size += chunk.length;
        if (size <= maxBytes) {
          chunks.push(chunk);
        }
      },
      onResponseEnd() {
        const body = Buffer.concat(chunks);
        end(resolve, { kind: 'refusal', ...refusal, body });
      },
      onResponseError: (_controller, error) => end(reject, error),
    };
    dispatcher.dispatch(
      {
        origin,
        path,
        method: 'GET',
        headers: { ...headers, ...asked },
        upgrade: 'websocket',
      },
      handler,
    );
  });
}
