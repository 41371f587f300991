import { randomInt } from 'node:crypto';
import { createServer, type Server } from 'node:net';

/**
 * Below what Linux gives to outgoing connections (32768 to 60999): one of those
 * could take a port before the process for which it was found listens on it.
 */
const FIRST = 18_000;
const LAST = 32_700;
/** Ports that may be taken, one after the other. */
const MOST_TRIES = 100;

/**
 * Ports on 127.0.0.1 that nobody listens on at the moment. All are held until
 * the last one is found, so that they differ.
 */
export async function freePorts(count: number): Promise<number[]> {
  const held = new Map<number, Server>();
  try {
    for (let tries = 0; held.size < count; tries++) {
      const port = randomInt(FIRST, LAST);
      try {
        held.set(port, await listen(port));
      } catch (error) {
        if (tries >= MOST_TRIES) {
          throw error;
        }
      }
    }
    return [...held.keys()];
  } finally {
    await Promise.all(
      [...held.values()].map(server => new Promise(done => server.close(done))),
    );
  }
}

async function listen(port: number): Promise<Server> {
  const server = createServer();
  await new Promise<void>((done, fail) => {
    server.on('error', fail);
    server.listen(port, '127.0.0.1', done);
  });
  return server;
}
