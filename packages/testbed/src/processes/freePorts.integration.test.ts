import { createServer } from 'node:net';
import { freePorts } from './freePorts';

describe('freePorts', () => {
  it('finds ports that differ, on which one can listen, and which no outgoing connection takes', async () => {
    const ports = await freePorts(20);
    expect(new Set(ports).size).toBe(20);
    expect(Math.max(...ports)).toBeLessThan(32_768);
    for (const port of ports) {
      const server = createServer();
      await new Promise<void>((done, fail) => {
        server.on('error', fail);
        server.listen(port, '127.0.0.1', done);
      });
      await new Promise(done => server.close(done));
    }
  });
});
