import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { errorCatalogue } from '../errors';
import { readAnswer, readRefusal } from './readAnswer';

const HTML = '<html><body><h1>Sorry</h1></body></html>';
const backstage = (name: string, message: string, statusCode: number) =>
  JSON.stringify({
    error: { name, message },
    request: { method: 'GET', url: '/runs' },
    response: { statusCode },
  });

/** What the server answers next. */
let next: { status: number; body: string };
let server: Server;

async function ask(status: number, body: string): Promise<Response> {
  next = { status, body };
  return fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

beforeAll(async () => {
  server = createServer((_req, res) => {
    res.writeHead(next.status);
    res.end(next.body);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});

afterAll(() => {
  server.close();
  server.closeAllConnections();
});

describe('readAnswer', () => {
  it('gives the object that was answered', async () => {
    const answer = await ask(201, '{"id":"r1"}');
    expect(await readAnswer(answer)).toEqual({ body: { id: 'r1' } });
  });

  it('keeps code, words, remedy and details of Mission Control', async () => {
    const details = { remedy: 'Look again.', object: { kind: 'Pod' } };
    const answer = await ask(
      409,
      JSON.stringify({
        error: {
          name: 'MissionError',
          code: 'PLAN_CHANGED',
          message: 'The plan changed',
          details,
        },
      }),
    );
    expect(await readAnswer(answer)).toEqual({
      refusal: {
        status: 409,
        code: 'PLAN_CHANGED',
        message: 'The plan changed',
        remedy: 'Look again.',
        details,
      },
    });
  });

  it('keeps a code of a newer backend', async () => {
    const error = { name: 'MissionError', code: 'FROZEN', message: 'x' };
    const answer = await ask(409, JSON.stringify({ error }));
    expect(await readRefusal(answer)).toMatchObject({ code: 'FROZEN' });
  });

  it.each([
    [401, 'AuthenticationError', 'UNAUTHENTICATED'],
    [403, 'NotAllowedError', 'NOT_ALLOWED'],
    [404, 'NotFoundError', 'NOT_FOUND'],
    [409, 'ConflictError', 'CONFLICT'],
    [413, 'PayloadTooLargeError', 'PAYLOAD_TOO_LARGE'],
    [429, 'Error', 'TOO_MANY'],
    [503, 'ServiceUnavailableError', 'BACKEND_NOT_READY'],
    [500, 'InternalServerError', 'INTERNAL'],
  ] as const)('gives a %s of Backstage (%s) the code %s', async (...row) => {
    const [status, name, code] = row;
    const answer = await ask(status, backstage(name, 'Not now', status));
    expect(await readRefusal(answer)).toMatchObject({
      status,
      code,
      message: expect.stringContaining('Not now'),
      remedy: errorCatalogue[code].remedy,
    });
  });

  it('says what a 401 means, and what Backstage said', async () => {
    const body = backstage('AuthenticationError', 'Missing credentials', 401);
    expect(await readRefusal(await ask(401, body))).toMatchObject({
      message: 'You are not signed in, or not any more: Missing credentials',
      reason: 'Missing credentials',
    });
  });

  it('takes no code of Node.js for one of the catalogue', async () => {
    const error = { name: 'Error', code: 'ECONNREFUSED', message: 'x' };
    const answer = await ask(500, JSON.stringify({ error }));
    expect(await readRefusal(answer)).toMatchObject({ code: 'INTERNAL' });
  });

  it.each([
    [200, HTML, /Reload/],
    [200, '', /Reload/],
    [200, '"fine"', /Reload/],
    [401, HTML, /sign in there/],
    [403, HTML, /sign in there/],
    [404, '', /the plugin missions/],
    [413, HTML, /limit of bodies at the proxy/],
    [429, HTML, /how many requests/],
    [502, '', /whether the backend runs/],
    [503, HTML, /whether the backend runs/],
    [503, '{"message":"no healthy upstream"}', /whether the backend runs/],
    [504, '{"error":"timeout"}', /whether the backend runs/],
  ])('tells %s with the body %j as the answer of another', async (...row) => {
    const [status, body, remedy] = row;
    const answer = await ask(status, body);
    expect(await readAnswer(answer)).toEqual({
      refusal: {
        status,
        code: 'FOREIGN_ANSWER',
        message: expect.stringMatching(
          new RegExp(`did not come from Mission Control.*: ${status} \\w`),
        ),
        remedy: expect.stringMatching(remedy),
        reason: `${status} ${answer.statusText}`,
      },
    });
  });
});
