import { Readable } from 'node:stream';
import { isMissionError } from '@mission-control/plugin-missions-common';
import { statusError } from '../errors';
import { askIdentity } from '../identity';
import { createTestClient } from '../testing/createTestClient';
import {
  type Handler,
  reply,
  startApiServer,
  type TestApiServer,
} from '../testing/startApiServer';
import type { ConnectionPool } from './ConnectionPool';
import type { DefaultClusterClient } from './DefaultClusterClient';
import { textLines } from './textLines';

const PODS = '/api/v1/pods';
const SERVER_ERROR = 'KUBERNETES_SERVER_ERROR';

describe('an answer that no API server sends', () => {
  let server: TestApiServer;
  let pool: ConnectionPool;

  async function connect(handler: Handler): Promise<DefaultClusterClient> {
    server = await startApiServer(handler);
    const made = createTestClient(server.connection);
    pool = made.pool;
    return made.client;
  }

  afterEach(async () => {
    await pool?.close();
    await server?.close();
  });

  const ask = {
    object: (client: DefaultClusterClient) =>
      client.request({ path: `/api/v1/namespaces/web/pods/a` }),
    list: (client: DefaultClusterClient) => client.list(PODS),
    uid: (client: DefaultClusterClient) => client.uid(),
    version: (client: DefaultClusterClient) => client.version(),
    resources: (client: DefaultClusterClient) => client.resources(),
    resource: (client: DefaultClusterClient) =>
      client.resource('apps/v1', 'Deployment'),
    watch: async (client: DefaultClusterClient) => {
      const { signal } = new AbortController();
      for await (const event of client.watch(PODS, {
        resourceVersion: '1',
        signal,
      })) {
        return event;
      }
      return undefined;
    },
  };

  it.each<[keyof typeof ask, unknown, string, RegExp]>([
    ['object', null, SERVER_ERROR, /no Kubernetes object: it is null/],
    ['object', [], SERVER_ERROR, /it is a list/],
    ['object', { metadata: 'a' }, SERVER_ERROR, /metadata is a string/],
    ['object', { metadata: { labels: [1] } }, SERVER_ERROR, /metadata.labels/],
    [
      'object',
      { metadata: { ownerReferences: {} } },
      SERVER_ERROR,
      /metadata.ownerReferences/,
    ],
    [
      'object',
      { metadata: { managedFields: [{ fieldsV1: { 'f:spec': '/' } }] } },
      SERVER_ERROR,
      /metadata.managedFields/,
    ],
    ['object', { metadata: { generation: '1' } }, SERVER_ERROR, /generation/],
    ['object', { metadata: { name: '\udfff' } }, SERVER_ERROR, /metadata.name/],
    [
      'object',
      { metadata: { ownerReferences: [{ name: 'a\ud800' }] } },
      SERVER_ERROR,
      /metadata.ownerReferences/,
    ],
    ['list', { metadata: {}, items: {} }, SERVER_ERROR, /items is an object/],
    [
      'list',
      { metadata: {}, items: [null] },
      SERVER_ERROR,
      /of an item, it is null/,
    ],
    ['uid', { metadata: { uid: {} } }, SERVER_ERROR, /metadata.uid/],
    ['uid', { metadata: { uid: 'x'.repeat(70) } }, SERVER_ERROR, /the UID/],
    ['version', { gitVersion: {} }, 'CLUSTER_UNREACHABLE', /version/],
    [
      'version',
      { gitVersion: 'v'.repeat(70) },
      'CLUSTER_UNREACHABLE',
      /version/,
    ],
    ['resources', { groups: [{}] }, SERVER_ERROR, /groups.0.versions is/],
    [
      'resources',
      { groups: [{ versions: [{ groupVersion: '../api/v1' }] }] },
      SERVER_ERROR,
      /"..\/api\/v1" is no API version/,
    ],
    [
      'resources',
      { groups: [{ versions: [{ groupVersion: 'apps/v1/deployments' }] }] },
      SERVER_ERROR,
      /is no API version/,
    ],
    [
      'resources',
      { groups: [{ versions: [{ groupVersion: '\ud800/v1' }] }] },
      SERVER_ERROR,
      /"\\ud800\/v1" is no API version/,
    ],
    ['resource', null, SERVER_ERROR, /apps\/v1.*the answer is missing/],
    ['resource', { resources: [{}] }, SERVER_ERROR, /resources.0.name is/],
    ['watch', null, SERVER_ERROR, /its type is none/],
    ['watch', { type: 'ADDED' }, SERVER_ERROR, /it is empty/],
    [
      'watch',
      { type: 'ERROR', object: { kind: 'Status', code: 'x', message: 1 } },
      SERVER_ERROR,
      /\w/,
    ],
  ])('is refused of %s: %j', async (question, body, code, message) => {
    const client = await connect((_, response) => {
      response.writeHead(200, { 'Content-Type': 'application/json' });
      response.end(`${JSON.stringify(body)}\n`);
    });
    await expect(ask[question](client)).rejects.toMatchObject({
      code,
      message: expect.stringMatching(message),
      remedy: expect.stringMatching(/\w/),
    });
  });

  it('is refused as text where an object was asked for, and taken of a log', async () => {
    const client = await connect((_, response) => {
      response.writeHead(200, { 'Content-Type': 'text/plain' });
      response.end('{"metadata":{"uid":"a"}}');
    });
    await expect(ask.object(client)).rejects.toMatchObject({
      message: expect.stringMatching(/it is a string/),
    });
    const path = '/api/v1/namespaces/web/pods/a/log';
    expect((await client.request({ path })).body).toContain('uid');
  });

  it('is refused where a list does not end before it fills the memory', async () => {
    let page = 0;
    const items = [{ metadata: { name: 'x'.repeat(30 * 1024 * 1024) } }];
    const client = await connect(() => ({
      metadata: { continue: String((page += 1)) },
      items,
    }));
    await expect(ask.list(client)).rejects.toMatchObject({
      code: SERVER_ERROR,
      message: expect.stringMatching(/larger than 268435456 bytes/),
    });
    expect(page).toBeLessThan(10);
  });

  it('is refused where a cluster names more versions of groups than one can ask for', async () => {
    const groups = [
      {
        versions: Array.from({ length: 3_000 }, (_, index) => ({
          groupVersion: `g${index}/v1`,
        })),
      },
    ];
    const client = await connect(() => ({ groups }));
    await expect(ask.resources(client)).rejects.toMatchObject({
      message: expect.stringMatching(/names 3000 versions/),
    });
    expect(server.seen).toHaveLength(1);
  });

  it('is left out where no request could be made for what it names', async () => {
    const plain = { name: 'gadgets', kind: 'Gadget', verbs: ['list'] };
    const client = await connect(() => ({
      resources: [
        ...[
          '..',
          'a b',
          '\ud800',
          '__proto__',
          'Pods',
          '',
          'a%2f',
          'x\u0000',
        ].map(name => ({ ...plain, name })),
        ...['__proto__', '', 'A B', '\u0000', '../A', 'x'.repeat(64)].map(
          kind => ({
            ...plain,
            kind,
          }),
        ),
        plain,
        // Of two that have the kind, the first counts.
        { ...plain, name: 'others' },
      ],
    }));
    expect(
      await client.resource('shop.example.com/v1', 'Gadget'),
    ).toMatchObject({ resource: 'gadgets' });
    for (const kind of ['__proto__', 'constructor', '']) {
      await expect(
        client.resource('shop.example.com/v1', kind),
      ).rejects.toMatchObject({ code: 'KUBERNETES_API_ABSENT' });
    }
  });

  it.each([
    '../api/v1',
    'apps/v1/deployments',
    '\ud800',
    '',
    '__proto__',
    'v1?a',
  ])('is not even asked for a version that is called %j', async apiVersion => {
    const client = await connect(() => ({}));
    await expect(client.resource(apiVersion, 'Pod')).rejects.toMatchObject({
      code: 'KUBERNETES_API_ABSENT',
    });
    expect(server.seen).toEqual([]);
  });

  it('is cut where somebody is called by more than a store has room for', async () => {
    const client = await connect((_, response) =>
      reply(response, 201, {
        status: { userInfo: { username: 'a'.repeat(10_000) } },
      }),
    );
    expect(await askIdentity(client)).toEqual({
      name: 'a'.repeat(255),
      groups: [],
    });
  });
});

describe('a Status of other types', () => {
  it.each([400, 403, 404, 409, 410, 422, 429, 500, 503])(
    'is an error of the catalogue: %i',
    httpStatus => {
      const error = statusError({
        cluster: 'c',
        path: PODS,
        httpStatus,
        body: {
          kind: 'Status',
          message: { a: 1 },
          reason: 5,
          code: 'x',
          details: { causes: [null, { field: 7, message: [] }], name: {} },
        },
      });
      expect(isMissionError(error)).toBe(true);
      expect(error.details?.status).toEqual({
        kind: 'Status',
        details: { causes: [{}, {}] },
      });
    },
  );

  it('keeps as much of a message as people read', () => {
    const message = 'a'.repeat(1_000_000);
    const body = { kind: 'Status', message };
    const { length } = statusError({
      cluster: 'c',
      path: PODS,
      httpStatus: 422,
      body,
    }).message;
    expect(length).toBeLessThan(20_000);
  });
});

describe('a line that comes in very many pieces', () => {
  it('is looked through once', async () => {
    const pieces = 20_000;
    let seen = 0;
    const spies = (['indexOf', 'includes'] as const).map(name => {
      const original: (...args: any[]) => any = String.prototype[name];
      return jest
        .spyOn(String.prototype, name)
        .mockImplementation(function count(this: string, ...args: any[]) {
          seen += args[0] === '\n' ? this.length : 0;
          return original.apply(this, args);
        } as (...args: any[]) => any);
    });
    const stream = Readable.from(
      Array.from({ length: pieces }, () => Buffer.from('a')),
    );
    const lines: string[] = [];
    for await (const line of textLines(stream, {
      maxLength: 1_000_000,
      onLong: 'fail',
    })) {
      lines.push(line);
    }
    spies.forEach(spy => spy.mockRestore());
    expect(lines).toEqual(['a'.repeat(pieces)]);
    expect(seen).toBe(pieces);
  });
});
