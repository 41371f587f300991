import { createServer, Server } from 'node:net';

/**
 * Ports on 127.0.0.1 that nobody listens on at the moment. All are held until
 * the last one is found, so that they differ.
 */
export async function freePorts(count: number): Promise<number[]> {
  const servers: Server[] = [];
  try {
    for (let i = 0; i < count; i++) {
      const server = createServer();
      await new Promise<void>((done, fail) => {
        server.on('error', fail);
        server.listen(0, '127.0.0.1', done);
      });
      servers.push(server);
    }
    return servers.map(server => {
      const address = server.address();
      if (address === null || typeof address === 'string') {
        throw new Error('A server on 127.0.0.1 has no port');
      }
      return address.port;
    });
  } finally {
    await Promise.all(
      servers.map(server => new Promise(done => server.close(done))),
    );
  }
}
