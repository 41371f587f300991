import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { createRandom } from '../random/createRandom';

/** How long a hard one may take. */
const LONG_MS = 4_000;
/** Of so many hard ones one fails, and one takes long. */
const ONE_OF = 3;

/** An effect of a step, as somebody outside saw it. */
export interface Mark {
  readonly runId: string;
  readonly targetId: string;
  readonly stepId: string;
  readonly key: string;
  readonly fence: number;
  /** It may fail, or take long. */
  readonly hard?: boolean;
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
      const mark = (await json(request)) as Mark;
      seen.push(mark);
      if (mark.hard) {
        response.statusCode = await beHard(mark, seen);
      }
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

/** Follows from the key, and from how often it was there. */
async function beHard({ key }: Mark, seen: readonly Mark[]): Promise<number> {
  const times = seen.filter(mark => mark.key === key).length;
  const random = createRandom(Number.parseInt(key.slice(0, 7), 16) + times);
  const outcome = random.between(1, ONE_OF);
  if (outcome === 1) {
    await sleep(random.between(0, LONG_MS));
  }
  return outcome === 2 ? 503 : 200;
}
