import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MissionsClient } from './MissionsClient';
import type { RunStreamMessage } from './MissionsApi';
import { reviveDates } from './reviveDates';

type Answer = () => Promise<Response>;

function clientFor(answer: Answer) {
  const fetch = jest.fn(answer);
  const client = new MissionsClient({
    discoveryApi: { getBaseUrl: async () => 'http://portal/api/missions' },
    fetchApi: { fetch: fetch as unknown as typeof globalThis.fetch },
  });
  return { client, fetch };
}

/** What the client uses of a response; jsdom brings none. */
function response(options: {
  status?: number;
  body?: unknown;
  type?: string;
  stream?: ReadableStream<Uint8Array>;
}): Response {
  const { status = 200, body, stream, type = 'application/json' } = options;
  return {
    ok: status < 400,
    status,
    statusText: '',
    headers: { get: () => type },
    json: async () => body,
    text: async () => (typeof body === 'string' ? body : JSON.stringify(body)),
    body: stream ?? null,
  } as unknown as Response;
}

describe('MissionsClient', () => {
  it('turns a refusal into an error with code, message and remedy', async () => {
    const { client } = clientFor(async () =>
      response({
        status: 409,
        body: {
          error: {
            name: 'MissionError',
            message: 'The plan changed',
            code: 'PLAN_CHANGED',
            details: { remedy: 'Look again' },
          },
          response: { statusCode: 409 },
        },
      }),
    );
    await expect(client.getRun('x')).rejects.toMatchObject({
      name: 'MissionsApiError',
      message: 'The plan changed',
      code: 'PLAN_CHANGED',
      remedy: 'Look again',
      status: 409,
      denied: false,
    });
  });

  it('says that a 403 is a missing permission', async () => {
    const { client } = clientFor(async () =>
      response({
        status: 403,
        body: { error: { name: 'NotAllowedError', message: 'no' } },
      }),
    );
    await expect(client.listClusters()).rejects.toMatchObject({
      code: 'NOT_ALLOWED',
      denied: true,
    });
  });

  it('says that a 401 of Backstage is a session that ended', async () => {
    const { client } = clientFor(async () =>
      response({
        status: 401,
        body: { error: { name: 'AuthenticationError', message: 'Expired' } },
      }),
    );
    await expect(client.listClusters()).rejects.toMatchObject({
      code: 'UNAUTHENTICATED',
      message: 'Expired',
      remedy: expect.stringMatching(/sign in again/),
      wordless: true,
      denied: true,
    });
  });

  it.each([200, 403, 413, 429, 503])(
    'tells the page of a proxy from an answer, with status %s too',
    async status => {
      const html = { status, body: '<html>', type: 'text/html' };
      const { client } = clientFor(async () => response(html));
      const signal = new AbortController().signal;
      const asked = [
        client.getStatus(),
        client.listRuns(),
        client.createRun({ missionRef: 'a/b' }, 'key-1'),
        client.getPlanMarkdown('r'),
        client.streamRun({ runId: 'r', signal, onMessage: () => {} }),
      ];
      expect(await Promise.allSettled(asked)).toEqual(
        asked.map(() => ({
          status: 'rejected',
          reason: expect.objectContaining({
            name: 'MissionsApiError',
            code: 'FOREIGN_ANSWER',
            message: String(status),
            remedy: expect.stringMatching(/\.$/),
            wordless: true,
            denied: false,
          }),
        })),
      );
    },
  );

  it('says that nobody answered when the connection breaks in the middle', async () => {
    const broken = {
      ...response({}),
      text: async () => {
        throw new Error('terminated');
      },
    };
    const { client } = clientFor(async () => broken);
    const refused = await client.getStatus().catch(error => error);
    expect([refused.code, refused.message]).toEqual([
      'NO_ANSWER',
      'terminated',
    ]);
  });

  it('says that nobody answered', async () => {
    const { client } = clientFor(async () => {
      throw new TypeError('Failed to fetch');
    });
    await expect(client.getStatus()).rejects.toMatchObject({
      code: 'NO_ANSWER',
      status: 0,
      wordless: true,
    });
  });

  it('sends the idempotency key under its name', async () => {
    const { client, fetch } = clientFor(async () => response({ body: {} }));
    await client.createRun({ missionRef: 'a/b' }, 'key-1');
    const [, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    expect(init.headers).toMatchObject({ 'Idempotency-Key': 'key-1' });
  });

  it('leaves out of a query what is empty', async () => {
    const { client, fetch } = clientFor(async () =>
      response({ body: { items: [], total: 0, facets: [] } }),
    );
    await client.listRuns({ q: '', type: [], cluster: undefined, limit: 5 });
    const [url] = fetch.mock.calls[0] as unknown as [string];
    expect(url).toBe('http://portal/api/missions/runs?limit=5');
  });

  it('gives the times of upcoming slots as dates', async () => {
    const time = '2026-11-21T02:00:00.000Z';
    const slot = { orbitId: 'o', slotAt: time, startsAt: time };
    const { client, fetch } = clientFor(async () =>
      response({ body: { items: [slot], at: time, until: time } }),
    );
    const date = new Date(time);
    expect(await client.listUpcomingSlots({ hours: 6 })).toEqual({
      items: [{ orbitId: 'o', slotAt: date, startsAt: date }],
      at: date,
      until: date,
    });
    const [url] = fetch.mock.calls[0] as unknown as [string];
    expect(url).toBe('http://portal/api/missions/orbits/upcoming?hours=6');
  });

  it('writes out what cannot be seen in texts, but not in lines and values', async () => {
    const body = {
      items: [{ text: '\u001b[31mred' }],
      title: 'Drop\u202e',
      parameters: { image: 'a\u200b' },
    };
    const { client } = clientFor(async () => response({ body }));
    expect(await client.getRun('r')).toMatchObject({
      title: 'Drop\\u{202e}',
      parameters: body.parameters,
    });
    expect((await client.listLogs('r')).items).toEqual(body.items);
  });

  it('splits the ref of a mission into its path', async () => {
    const { client, fetch } = clientFor(async () => response({ body: {} }));
    await client.getMission('examples/web');
    const [url] = fetch.mock.calls[0] as unknown as [string];
    expect(url).toMatch(/\/missions\/examples\/web/);
  });

  it('reads the stream across chunks and keeps the cursor', async () => {
    const chunks = [
      ': hello\n\nid: 1\nevent: ev',
      'ent\ndata: {"seq":1,"at":"2026-11-21T00:00:00Z","type":"a","data":{}}\n\n',
      'id: 2\nevent: log\ndata: {"seq":7,"at":"2026-11-21T00:00:01Z"}\n\nid: 3\nevent: end\ndata: {}\n\n',
    ];
    const stream = {
      getReader: () => ({
        read: async () => {
          const chunk = chunks.shift();
          return chunk === undefined
            ? { done: true }
            : { done: false, value: new TextEncoder().encode(chunk) };
        },
        cancel: async () => undefined,
      }),
    } as unknown as ReadableStream<Uint8Array>;
    const { client, fetch } = clientFor(async () =>
      response({ stream, type: 'text/event-stream' }),
    );
    const messages: RunStreamMessage[] = [];
    await client.streamRun({
      runId: 'r',
      cursor: 'c 0',
      newestLines: 1,
      signal: new AbortController().signal,
      onMessage: message => messages.push(message),
    });
    expect(messages.map(({ kind, cursor }) => [kind, cursor])).toEqual([
      ['event', '1'],
      ['log', '2'],
    ]);
    const [url, init] = fetch.mock.calls[0] as unknown as [string, RequestInit];
    // Once: the address and all headers have to fit into 16 KB.
    expect(url).toBe('http://portal/api/missions/runs/r/stream?lines=1');
    expect(init.headers).toMatchObject({ 'Last-Event-ID': 'c 0' });
  });
});

/** Fields that the types of the API say are dates. */
function datesOfTheApi(): string[] {
  const models = join(
    __dirname,
    '../../../missions-common/src/schema/openapi/generated/models',
  );
  const text = readdirSync(models)
    .map(file => readFileSync(join(models, file), 'utf8'))
    .join('\n');
  return [...text.matchAll(/^ {2}'?(\w+)'?\??: Date;/gm)].map(
    ([, name]) => name,
  );
}

describe('reviveDates', () => {
  it('knows every date of the types of the API', () => {
    const at = '2026-11-21T00:00:00.000Z';
    const names = [...new Set(datesOfTheApi())];
    expect(names).toContain('waitingSince');
    for (const name of names) {
      expect(reviveDates({ [name]: at })).toEqual({ [name]: new Date(at) });
    }
  });

  it('turns the dates of the API into dates and leaves free content alone', () => {
    const at = '2026-11-21T00:00:00.000Z';
    const revived = reviveDates({
      createdAt: at,
      items: [{ at }],
      parameters: { startedAt: at },
      since: 'no date',
    });
    expect(revived).toEqual({
      createdAt: new Date(at),
      items: [{ at: new Date(at) }],
      parameters: { startedAt: at },
      since: 'no date',
    });
  });
});
