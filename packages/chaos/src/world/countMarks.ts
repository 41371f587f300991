import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** An effect of a step, as somebody outside saw it. */
export interface Mark {
  readonly runId: string;
  readonly targetId: string;
  readonly stepId: string;
  readonly key: string;
  readonly fence: number;
}

/** Counts the effects of `chaos:mark`. */
export interface Marks {
  readonly address: string;
  readonly seen: readonly Mark[];
  stop(): Promise<void>;
}

export async function countMarks(): Promise<Marks> {
  const seen: Mark[] = [];
  const server = createServer(async (request, response) => {
    try {
      seen.push((await json(request)) as Mark);
    } catch {
      // Whoever asked was killed while asking.
    }
    response.end();
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    address: `http://127.0.0.1:${port}`,
    seen,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
