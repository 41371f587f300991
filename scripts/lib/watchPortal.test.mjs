import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { describe, it } from 'node:test';

import { watchPortal } from './watchPortal.mjs';

/** A server that answers every request with this status, on a port of its own. */
async function serve(status, port = 0) {
  const server = createServer((_, response) => {
    response.writeHead(status, { connection: 'close' }).end();
  });
  server.listen(port, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function close(server) {
  server.close();
  await once(server, 'close');
}

describe('watchPortal', () => {
  it('names the part that ended, once, and tells when it is back', async () => {
    const frontend = await serve(200);
    const backend = await serve(503);
    const { port } = backend.address();
    const partAt = (name, server) => ({
      name,
      address: `http://127.0.0.1:${server.address().port}`,
    });
    const parts = [partAt('frontend', frontend), partAt('backend', backend)];
    const heard = [];
    const end = new AbortController();
    let wake;
    const next = () => new Promise(resolve => (wake = resolve));
    const hear = word => part => {
      heard.push(`${word} ${part.name}`);
      wake();
    };
    let told = next();
    const watching = watchPortal({
      parts,
      onSilent: hear('silent'),
      onBack: hear('back'),
      signal: end.signal,
      pollMs: 5,
      silentMs: 100,
    });
    await close(backend);
    await told;
    told = next();
    const again = await serve(503, port);
    await told;
    end.abort();
    await watching;
    await Promise.all([close(frontend), close(again)]);
    assert.deepEqual(heard, ['silent backend', 'back backend']);
  });
});
