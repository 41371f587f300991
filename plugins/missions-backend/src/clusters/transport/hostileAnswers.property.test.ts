import { errorCatalogue } from '@mission-control/plugin-missions-common';
import fc, { type Arbitrary } from 'fast-check';
import type { ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { propertyOptions } from '../../testing/propertyOptions';
import { askIdentity } from '../identity';
import { createTestClient } from '../testing/createTestClient';
import { startApiServer, type TestApiServer } from '../testing/startApiServer';
import type { ConnectionPool } from './ConnectionPool';
import type { DefaultClusterClient } from './DefaultClusterClient';

jest.setTimeout(15 * 60_000);

const TIMEOUT_MS = 80;
const WATCHED = 'v1';

/** One answer of a server that means ill, by what it sends. */
interface HostileAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
  /** How the answer goes on: it ends, breaks off, stays open, or never ends. */
  readonly end: 'ends' | 'breaks' | 'stalls' | 'endless';
}

/** JSON where Kubernetes would put its own: the right names, and values of any type. */
const junk: Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 2 }),
  fc.constantFrom<unknown>(
    ...[null, '', 0, -1, [], {}, [null], [[]], 'x'.repeat(70_000), 1e308],
    JSON.parse('{"__proto__":{"a":1}}'),
  ),
);
const text = fc.oneof(
  fc.constantFrom('', 'v1', '..', 'a/b', '../../x', 'x'.repeat(300), '\u0000'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const either = (good: Arbitrary<unknown>) =>
  fc.oneof({ arbitrary: good, weight: 3 }, junk);
const some = (fields: Record<string, Arbitrary<unknown>>) =>
  fc.record(
    Object.fromEntries(
      Object.entries(fields).map(([name, good]) => [name, either(good)]),
    ),
    { requiredKeys: [] },
  );
const metadata = some({
  name: text,
  namespace: text,
  uid: text,
  resourceVersion: text,
  continue: text,
  labels: fc.dictionary(text, text, { maxKeys: 2 }),
  ownerReferences: fc.array(junk, { maxLength: 2 }),
  managedFields: fc.array(junk, { maxLength: 2 }),
});
const object = some({
  apiVersion: text,
  kind: fc.constantFrom('Pod', 'PodList', 'Status', 'List'),
  metadata,
  items: fc.array(either(some({ metadata })), { maxLength: 3 }),
  gitVersion: text,
  major: text,
  groups: fc.array(
    either(
      some({
        name: text,
        versions: fc.array(either(some({ groupVersion: text })), {
          maxLength: 2,
        }),
        preferredVersion: some({ groupVersion: text }),
      }),
    ),
    { maxLength: 2 },
  ),
  resources: fc.array(
    either(some({ name: text, kind: text, verbs: fc.array(junk) })),
    { maxLength: 3 },
  ),
  code: fc.integer(),
  reason: fc.constantFrom('Expired', 'NotFound', 'Conflict', 'Timeout'),
  message: text,
  details: some({
    name: text,
    causes: fc.array(
      either(some({ reason: text, message: text, field: text })),
      {
        maxLength: 2,
      },
    ),
  }),
  status: some({ userInfo: some({ username: text }) }),
});
const event = some({
  type: fc.constantFrom('ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR'),
  object: either(object),
});

const body: Arbitrary<string | Buffer> = fc.oneof(
  { arbitrary: either(object).map(value => JSON.stringify(value)), weight: 6 },
  fc.array(either(event), { maxLength: 4 }).map(toLines),
  fc.constantFrom<string | Buffer>(
    ...['', '{', '{"items":[', 'null', '[]', '"text"', '<html>', '\n\n\n'],
    `${'['.repeat(2_000)}${']'.repeat(2_000)}`,
    `{"metadata":${'{"a":'.repeat(2_000)}1${'}'.repeat(2_000)}}`,
    Buffer.from([0xff, 0xfe, 0x00, 0x80, 0xed, 0xa0, 0x80]),
    gzipSync(Buffer.alloc(1_000_000, 'x')),
  ),
);

const answer: Arbitrary<HostileAnswer> = fc.record({
  status: fc.oneof(
    { arbitrary: fc.constant(200), weight: 8 },
    fc.constantFrom(201, 204, 302, 400, 401, 403, 404, 409, 410, 422, 500, 503),
  ),
  headers: fc.constantFrom<Record<string, string>>(
    { 'Content-Type': 'application/json' },
    { 'Content-Type': 'application/json;charset=utf-7' },
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'text/html' },
    { 'Content-Type': 'application/json', 'Content-Encoding': 'gzip' },
    { 'Content-Type': 'application/json', 'Content-Length': '5' },
    {
      'Content-Type': 'application/json',
      Warning: `299 - "${'\\"'.repeat(500)}`,
    },
    {
      'Content-Type': 'application/json',
      'Transfer-Encoding': 'chunked',
      Trailer: 'X-Late',
    },
    { 'Retry-After': '0', 'Content-Type': 'application/json' },
    { Location: 'https://127.0.0.1:1/elsewhere' },
    {},
  ),
  body,
  end: fc.oneof(
    { arbitrary: fc.constant('ends' as const), weight: 15 },
    fc.constantFrom('breaks' as const, 'stalls' as const),
  ),
});

function toLines(events: readonly unknown[]): string {
  return events.map(each => `${JSON.stringify(each)}\n`).join('');
}

function send(response: ServerResponse, sent: HostileAnswer): void {
  const { Trailer, ...headers } = sent.headers;
  const trails = Trailer && sent.status !== 204;
  response.writeHead(sent.status, trails ? sent.headers : headers);
  if (sent.end === 'endless') {
    const more = () => {
      while (response.write(sent.body));
      response.once('drain', more);
    };
    more();
  } else if (sent.end === 'ends') {
    response.write(sent.body);
    response.addTrailers(trails ? { 'X-Late': 'yes' } : {});
    response.end();
  } else {
    response.write(sent.body);
    if (sent.end === 'breaks') {
      setTimeout(() => response.destroy(), 2);
    }
  }
}

/** Asks in every way there is; answers what came, or the error. */
const questions: Record<
  string,
  (client: DefaultClusterClient) => Promise<unknown>
> = {
  request: async client =>
    (await client.request({ path: '/api/v1/pods', timeoutMs: TIMEOUT_MS }))
      .body,
  write: async client =>
    (
      await client.request({
        method: 'POST',
        path: '/api/v1/namespaces/web/pods',
        body: {},
        timeoutMs: TIMEOUT_MS,
      })
    ).body,
  list: async client =>
    (await client.list('/api/v1/pods', { signal: soon() })).items,
  version: client => client.version(),
  uid: client => client.uid(),
  resource: client => client.resource('apps/v1', 'Deployment'),
  resources: client => client.resources(),
  identity: client => askIdentity(client, { timeoutMs: TIMEOUT_MS }),
  lines: async client => {
    const lines: string[] = [];
    const path = '/api/v1/namespaces/web/pods/a/log';
    for await (const line of client.lines({ path, signal: soon() })) {
      lines.push(line);
    }
    return lines;
  },
  watch: async client => {
    const options = { resourceVersion: WATCHED, signal: soon() };
    const events: unknown[] = [];
    for await (const each of client.watch('/api/v1/pods', options)) {
      events.push(each);
    }
    return events;
  },
};

const timeIsUp = new Error('Time is up');

function soon(): AbortSignal {
  const controller = new AbortController();
  setTimeout(() => controller.abort(timeIsUp), TIMEOUT_MS).unref();
  return controller.signal;
}

/** What is wrong with an error, or nothing. */
function flawOf(error: unknown): string | undefined {
  if (error === timeIsUp) {
    return undefined;
  }
  const { name, code, message, remedy } = error as Record<string, string>;
  if (name !== 'MissionError' || !(code in errorCatalogue)) {
    return `${name}: ${message}`;
  }
  if (!remedy || !message || typeof message !== 'string') {
    return `no words: ${code}`;
  }
  return /Cannot read|is not a function|not iterable|undefined/.test(message)
    ? message
    : undefined;
}

describe('a cluster that means ill', () => {
  let server: TestApiServer;
  let hostile: HostileAnswer;
  const pools: ConnectionPool[] = [];

  beforeAll(async () => {
    server = await startApiServer((_, response) => {
      send(response, hostile);
      setTimeout(() => response.destroy(), 2 * TIMEOUT_MS);
    });
  });

  afterAll(async () => {
    await server.close();
  });

  afterEach(async () => {
    await Promise.all(pools.splice(0).map(pool => pool.close()));
  });

  function connect(): DefaultClusterClient {
    const { client, pool } = createTestClient(server.connection);
    pools.push(pool);
    return client;
  }

  it('is answered by an error of the catalogue, or understood', async () => {
    await fc.assert(
      fc.asyncProperty(
        answer,
        fc.constantFrom(...Object.keys(questions)),
        async (sent, question) => {
          hostile = sent;
          const before = server.seen.length;
          const found = await questions[question](connect()).then(
            value => ({ value, flaw: undefined }),
            error => ({ value: undefined, flaw: flawOf(error) }),
          );
          expect(found.flaw).toBeUndefined();
          expect(server.seen.length - before).toBeLessThan(60);
        },
      ),
      propertyOptions(150),
    );
  });
});
