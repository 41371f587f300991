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
    const { done: watching } = watchPortal({
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

  it('tells at once of a part that is known to have ended, and when it is back', async () => {
    const heard = [];
    const end = new AbortController();
    let answer = () => {};
    let asked;
    let wake;
    const back = new Promise(resolve => (wake = resolve));
    const isAsked = () => new Promise(resolve => (asked = resolve));
    let question = isAsked();
    const watch = watchPortal({
      parts: [{ name: 'backend', address: 'http://a' }],
      onEnded: (part, words) => heard.push(`${part.name}: ${words}`),
      onSilent: part => heard.push(`silent ${part.name}`),
      onBack: part => {
        heard.push(`back ${part.name}`);
        wake();
      },
      signal: end.signal,
      pollMs: 1,
      silentMs: 0,
      fetcher: () =>
        new Promise((resolve, reject) => {
          answer = answers =>
            answers
              ? resolve({ arrayBuffer: async () => {} })
              : reject(new Error('refused'));
          asked();
        }),
    });
    await question;
    watch.ended('backend', 'ended with exit code 1');
    assert.deepEqual(heard, ['backend: ended with exit code 1']);
    // What was asked before it ended says nothing about it.
    for (const answers of [true, false]) {
      question = isAsked();
      answer(answers);
      await question;
    }
    assert.deepEqual(heard, ['backend: ended with exit code 1']);
    answer(true);
    await back;
    end.abort();
    await watch.done;
    assert.deepEqual(heard, [
      'backend: ended with exit code 1',
      'back backend',
    ]);
  });
});
