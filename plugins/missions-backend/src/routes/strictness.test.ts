import express from 'express';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import request from 'supertest';
import { mockAuditor } from '../__testUtils__/mockAuditor';
import { mockHttpAuth } from '../__testUtils__/mockHttpAuth';
import { mockLogger } from '../__testUtils__/mockLogger';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

const answer = jest.fn(async () => ({}));

/** An app whose services answer everything with `answer`. */
async function open(maxBodyKilobytes?: number) {
  const service = new Proxy({}, { get: () => answer });
  const { auditor } = mockAuditor();
  const services = ['missions', 'runs', 'approvals', 'clusters', 'orbits'];
  const router = await createRouter({
    ...Object.fromEntries(services.map(name => [name, service])),
    auditor,
    logger: mockLogger(),
    httpAuth: mockHttpAuth(),
    maxBodyKilobytes,
  } as unknown as RouteOptions);
  return express().use('/api/missions', router);
}

let shared: ReturnType<typeof open> | undefined;

/**
 * An app whose services answer everything with nothing, and tell that they
 * were asked. Who needs nothing of it gets the same one: to make a router is
 * to read the whole schema.
 */
async function setup(maxBodyKilobytes?: number) {
  answer.mockClear();
  if (maxBodyKilobytes) {
    return { app: await open(maxBodyKilobytes), asked: answer };
  }
  shared ??= open();
  return { app: await shared, asked: answer };
}

describe('query parameters', () => {
  it.each<[string, RegExp]>([
    ['/runs?state=weird', /'state.*queued, preflight/],
    ['/runs?state=running&state=weird', /'state\[1\]'.*queued/],
    ['/runs?type=weird', /'type.*install, fix, orbit, sequence/],
    ['/runs?group=weird', /'group'.*waiting, active, completed/],
    ['/runs?limit=x', /'limit' must be integer/],
    ['/runs?limit=0', /'limit' must be >= 1/],
    ['/runs?limit=201', /'limit' must be <= 200/],
    ['/runs?mission=a&mission=b', /'mission' must be string/],
    ['/runs?colour=red', /'colour'/],
    ['/missions?type=weird', /'type.*install, fix, orbit, sequence/],
    ['/missions?maturity=old', /'maturity.*sandbox, incubating, graduated/],
    ['/missions?endorsed=maybe', /'endorsed' must be boolean/],
    ['/approvals?state=weird', /'state.*open, approved, rejected/],
    ['/runs/r1/logs?after=-1', /'after' must be >= 0/],
    ['/runs/r1/logs?before=0', /'before' must be >= 1/],
    ['/runs/r1/logs?limit=10001', /'limit' must be <= 10000/],
    ['/runs/r1/stream?lines=10001', /'lines' must be <= 10000/],
    ['/runs/r1/events?limit=5000', /'limit' must be <= 1000/],
  ])('answers %s with the parameter and what is allowed', async (...row) => {
    const [path, message] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app).get(`/api/missions${path}`);
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(body.error.message).not.toContain('request/');
    expect(asked).not.toHaveBeenCalled();
  });

  it('names the parameters that there are beside one that there is not', async () => {
    const { app } = await setup();
    const { body } = await request(app).get('/api/missions/runs?colour=red');
    expect(body.error.details.remedy).toMatch(/known are q, state, group/);
    const none = await request(app).get('/api/missions/orbits?colour=red');
    expect(none.body.error.details.remedy).toMatch(/there are none/);
  });
});

describe('the character NUL', () => {
  it.each<[string, string, object | undefined, RegExp]>([
    ['get', '/runs?q=a%00', undefined, /^Query parameter 'q' holds/],
    ['get', '/runs?type=%00', undefined, /^Query parameter 'type/],
    ['get', '/runs/%00', undefined, /^The address holds/],
    ['post', '/runs/r1/cancel', { reason: 'a\0' }, /^Field 'reason' holds/],
    [
      'post',
      '/runs',
      { missionRef: 's/m', parameters: { list: ['a', { b: '\0' }] } },
      /^Field 'parameters.list\[1\].b' holds/,
    ],
    [
      'post',
      '/runs',
      { missionRef: 's/m', parameters: { 'a\0': 1 } },
      /^Field 'parameters' holds/,
    ],
  ])('is refused in %s %s with its place', async (...row) => {
    const [verb, path, sent, message] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      [verb as 'post'](`/api/missions${path}`)
      .send(sent);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('half of a character', () => {
  it.each<[object, RegExp]>([
    [{ a: ['b', 'a\ud800b'] }, /^Field 'parameters.a\[1\]' holds half of/],
    [{ 'a\udc00': 1 }, /^Field 'parameters' holds half of/],
  ])('is refused in parameters %j with its place', async (...row) => {
    const [parameters, message] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post('/api/missions/runs')
      .send({ missionRef: 's/m', parameters });
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('a text for people that nobody can see', () => {
  it.each<[string, object, RegExp]>([
    ['/runs', { missionRef: 's/m', title: '\u3164' }, /^Field 'title' holds/],
    [
      '/orbits',
      { missionRef: 's/m', title: '\u200b ' },
      /^Field 'title' holds/,
    ],
    ['/runs/r1/cancel', { reason: '\u2800' }, /^Field 'reason' holds only/],
  ])('is refused in POST %s %j', async (path, sent, message) => {
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post(`/api/missions${path}`)
      .send(sent);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(asked).not.toHaveBeenCalled();
  });

  it('may be a parameter, and a whole character is no half', async () => {
    const { app, asked } = await setup();
    await request(app)
      .post('/api/missions/runs')
      .set('Idempotency-Key', 'one')
      .send({
        missionRef: 's/m',
        targets: [{ cluster: 'eu' }],
        parameters: { title: '\u3164', reason: '😀' },
      });
    expect(asked).toHaveBeenCalled();
  });
});

describe('unknown addresses', () => {
  it.each([
    ['GET', '/nowhere', /There is nothing at \/nowhere/],
    ['POST', '/runs/r1/explode', /There is nothing at \/runs\/r1\/explode/],
    ['DELETE', '/runs', /\/runs has no DELETE; it has GET and POST/],
    ['GET', '/runs/r1/undo', /has no GET; it has POST/],
    ['PUT', '/orbits/o1', /has no PUT; it has GET and DELETE/],
  ] as const)('answer %s %s in the words of the catalogue', async (...row) => {
    const [method, path, message] = row;
    const { app } = await setup();
    const verb = method.toLowerCase() as 'get';
    const { status, body } = await request(app)[verb](`/api/missions${path}`);
    expect([status, body.error?.code]).toEqual([404, 'NOT_FOUND']);
    expect(body.error.message).toMatch(message);
    expect(body.response.statusCode).toBe(404);
  });
});

describe('addresses that cannot be decoded', () => {
  it.each([
    ['get', '/runs/%E0%A4%A', '%E0%A4%A'],
    ['get', '/missions/test/%', '%'],
    ['get', '/runs?q=%ff', '%ff'],
    ['post', '/runs/a%zz/cancel', 'a%zz'],
    ['get', '/nowhere/%80', '%80'],
  ] as const)('are refused in %s %s with the part', async (...row) => {
    const [verb, path, part] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)[verb](`/api/missions${path}`);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toBe(
      `The address holds '${part}', which is not UTF-8 in percent signs`,
    );
    expect(body.error.details.remedy).toContain('encodeURIComponent');
    expect(asked).not.toHaveBeenCalled();
  });
});

describe('compressed bodies', () => {
  // Where errors of zlib are of another realm, as here, their words get lost.
  const json = JSON.stringify({ missionRef: 's/m', targets: [{}] });
  it.each<[string, string, Buffer, RegExp]>([
    ['garbage', 'gzip', Buffer.from(json), /'gzip' says: \w/],
    ['cut off', 'gzip', gzipSync(json).subarray(0, 20), /'gzip' says: \w/],
    ['of another kind', 'deflate', gzipSync(json), /'deflate' says/],
    ['of an unknown kind', 'br', brotliCompressSync(json), /encoding "br"/],
    ['well packed', 'gzip', gzipSync(json), /'targets\[0\]' must have/],
  ])('that are %s are read or refused: %s', async (...row) => {
    const [, encoding, bytes, message] = row;
    const { app, asked } = await setup();
    const sent = request(app)
      .post('/api/missions/runs')
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', encoding);
    sent.write(bytes);
    const { status, body } = await sent;
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(body.error.details.remedy).toMatch(/\.$/);
    expect(JSON.stringify(body)).not.toContain('node_modules');
    expect(asked).not.toHaveBeenCalled();
  });

  it('are measured after they were unpacked', async () => {
    const { app } = await setup(1);
    const sent = request(app)
      .post('/api/missions/runs')
      .set('Content-Type', 'application/json')
      .set('Content-Encoding', 'gzip');
    sent.write(gzipSync(JSON.stringify({ reason: 'x'.repeat(10_000) })));
    const { status, body } = await sent;
    expect([status, body.error?.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
  });
});

describe('bodies', () => {
  it.each<[string, string, string, RegExp]>([
    ['null', 'application/json', 'null', /JSON object; it is null/],
    ['a list', 'application/json', '[1]', /JSON object; it is a list of 1/],
    ['a text', 'application/json', '"x"', /JSON object; it is a string/],
    ['a number', 'application/json', '7', /JSON object; it is a number/],
    ['broken JSON', 'application/json', '{"a":', /cannot be read.*JSON/],
    ['a form', 'application/x-www-form-urlencoded', 'a=b', /x-www-form/],
    ['YAML', 'application/yaml', 'a: b', /'application\/yaml'/],
    ['another charset', 'application/json; charset=koi8', '{}', /charset/],
    [
      'an unknown field',
      'application/json',
      '{"missionRef":"s/m","colour":1}',
      /unknown field 'colour'; allowed are missionRef/,
    ],
    [
      'a missing field inside',
      'application/json',
      '{"missionRef":"s/m","targets":[{}]}',
      /'targets\[0\]' must have required property 'cluster'/,
    ],
    [
      'a field of a wrong type',
      'application/json',
      '{"missionRef":7}',
      /'missionRef' must be string/,
    ],
  ])('that are %s are refused with what was expected', async (...row) => {
    const [, type, text, message] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post('/api/missions/runs')
      .set('Content-Type', type)
      .send(text);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(body.error.details.remedy).toMatch(/\.$/);
    expect(asked).not.toHaveBeenCalled();
  });

  it.each<[string, string, object, RegExp]>([
    [
      'a schedule',
      '/orbits',
      {
        missionRef: 's/m',
        targets: [{ cluster: 'a' }],
        schedule: { cadence: 'daily', grace: 'xx', jitter: 'y', at: '25:99' },
      },
      /^Field 'schedule' has the unknown field 'grace', 'jitter', 'at'; allowed are cadence, cron, timeZone, graceSeconds/,
    ],
    [
      'a target',
      '/runs',
      { missionRef: 's/m', targets: [{ cluster: 'a', foo: 1 }] },
      /^Field 'targets\[0\]' has the unknown field 'foo'; allowed are cluster, role$/,
    ],
    [
      'a trigger',
      '/runs',
      { missionRef: 's/m', trigger: { kind: 'api', foo: 1 } },
      /^Field 'trigger' has the unknown field 'foo'; allowed are kind/,
    ],
    [
      'an object to keep',
      '/runs/r1/undo',
      { keepDrift: [{ apiVersion: 'v1', kind: 'Pod', name: 'a', uid: 'u' }] },
      /^Field 'keepDrift\[0\]' has the unknown field 'uid'; allowed are/,
    ],
  ])('with an unknown field inside %s are refused', async (...row) => {
    const [, path, sent, message] = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post(`/api/missions${path}`)
      .set('Idempotency-Key', 'k1')
      .send(sent);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(message);
    expect(asked).not.toHaveBeenCalled();
  });

  it('that are nested too deep are refused with the place', async () => {
    const { app, asked } = await setup();
    const list = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { status, body } = await request(app)
      .post('/api/missions/runs')
      .set('Content-Type', 'application/json')
      .send(`{"missionRef":"s/m","parameters":{"a":${list}}}`);
    expect([status, body.error?.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toMatch(
      /^Field 'parameters\.a\[0\].*' is nested deeper than 50 levels$/,
    );
    expect(asked).not.toHaveBeenCalled();
  });

  it('that are missing are asked for', async () => {
    const { app } = await setup();
    const { status, body } = await request(app).post(
      '/api/missions/runs/r1/cancel',
    );
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toBe('The request has no body');
    expect(body.error.details.remedy).toContain('{}');
  });

  it('are not asked for where there is nothing to say', async () => {
    const { app, asked } = await setup();
    const { status } = await request(app).post('/api/missions/orbits/o1/pause');
    expect(status).toBe(200);
    expect(asked).toHaveBeenCalledTimes(1);
  });

  it('that are too large name the limit and the key that raises it', async () => {
    const { app } = await setup(1);
    const { status, body } = await request(app)
      .post('/api/missions/runs')
      .send({ missionRef: 's/m', reason: 'x'.repeat(1100) });
    expect([status, body.error.code]).toEqual([413, 'PAYLOAD_TOO_LARGE']);
    expect(body.error.message).toContain('1 KB');
    expect(body.error.details.remedy).toContain(
      'missions.api.maxBodyKilobytes',
    );
  });
});

describe('requests that start something', () => {
  const starts: [string, object][] = [
    ['/runs', { missionRef: 's/m' }],
    ['/runs/r1/undo', {}],
    ['/orbits/o1/run', {}],
    ['/orbits', { missionRef: 's/m', targets: [{ cluster: 'c' }] }],
  ];

  it.each(starts)('POST %s is refused without a key', async (path, sent) => {
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post(`/api/missions${path}`)
      .send(sent);
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toBe("Header 'Idempotency-Key' is missing");
    expect(body.error.details.remedy).toMatch(/^Send Idempotency-Key: /);
    expect(asked).not.toHaveBeenCalled();
  });

  it.each(
    starts.flatMap(([path, sent]) =>
      [
        { key: '', rule: 'fewer than 1 character' },
        { key: 'x'.repeat(201), rule: 'more than 200 characters' },
      ].map(({ key, rule }) => ({ path, sent, key, rule })),
    ),
  )('POST $path is refused with a key of $rule', async row => {
    const { path, sent, key, rule } = row;
    const { app, asked } = await setup();
    const { status, body } = await request(app)
      .post(`/api/missions${path}`)
      .set('Idempotency-Key', key)
      .send(sent);
    expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
    expect(body.error.message).toContain("Header 'idempotency-key'");
    expect(body.error.message).toContain(rule);
    expect(asked).not.toHaveBeenCalled();
  });
});
