import {
  MissionError,
  type Run,
} from '@mission-control/plugin-missions-common';
import express from 'express';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import request from 'supertest';
import { userCredentials } from '../__testUtils__/credentials';
import { mockAuditor } from '../__testUtils__/mockAuditor';
import { mockHttpAuth } from '../__testUtils__/mockHttpAuth';
import { mockLogger } from '../__testUtils__/mockLogger';
import type { RunNews, RunService } from '../services/runs';
import { RunFeed } from '../store';
import { Telemetry } from '../telemetry';
import { RecordedMetrics } from '../telemetry/__testUtils__/RecordedMetrics';
import { createRouter } from './createRouter';
import type { RouteOptions } from './types';

const run = { id: 'r1', state: 'queued', runId: 'r1' } as unknown as Run;
const news = (options: Partial<RunNews> = {}): RunNews => ({
  state: 'running',
  events: [],
  lines: [],
  more: false,
  ...options,
});
const event = (seq: number) => ({
  seq,
  at: new Date(0),
  type: 'x',
  data: {},
});

async function setup(
  runs: Partial<RunService>,
  others: Partial<RouteOptions> = {},
) {
  const { auditor, audited } = mockAuditor();
  const logger = mockLogger();
  const feed = new RunFeed();
  const shutdown = new AbortController();
  const router = await createRouter({
    runs,
    auditor,
    logger,
    feed,
    shutdown: shutdown.signal,
    httpAuth: mockHttpAuth(),
    ...others,
  } as unknown as RouteOptions);
  const app = express().use(router);
  return { app, auditor, audited, feed, logger, shutdown };
}

describe('GET /runs', () => {
  it('passes filters, group and page on as the types that they are', async () => {
    const list = jest.fn(async () => ({ items: [], total: 0, facets: [] }));
    const { app } = await setup({ list });
    const { status } = await request(app).get(
      '/runs?state=running&type=fix&type=install&group=active&limit=7&cursor=c',
    );
    expect(status).toBe(200);
    expect(list).toHaveBeenCalledWith({
      credentials: userCredentials(),
      filter: { state: ['running'], type: ['fix', 'install'] },
      group: 'active',
      limit: 7,
      cursor: 'c',
    });
  });

  it.each(['limit=0', 'limit=x', 'group=mine', 'colour=red'])(
    'refuses ?%s with a code of the catalogue',
    async query => {
      const list = jest.fn();
      const { app } = await setup({ list });
      const { status, body } = await request(app).get(`/runs?${query}`);
      expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
      expect(list).not.toHaveBeenCalled();
    },
  );
});

describe('POST /orbits/:orbitId/run', () => {
  it.each([
    [{ run: { id: 'r1' } }, 201, { id: 'r1' }],
    [
      { slot: { slotAt: new Date(0), state: 'queued' } },
      202,
      { slotAt: new Date(0).toISOString(), state: 'queued' },
    ],
  ])('hands the key on, and answers %j with %s', async (made, status, body) => {
    const look = jest.fn(async () => made);
    const { app } = await setup({}, { orbits: { run: look } as never });
    const answer = await request(app)
      .post('/orbits/o1/run')
      .set('Idempotency-Key', 'k1');
    expect([answer.status, answer.body]).toEqual([status, body]);
    expect(look).toHaveBeenCalledWith(
      expect.objectContaining({ orbitId: 'o1', idempotencyKey: 'k1' }),
    );
  });
});

describe('what brakes and lets go', () => {
  const freeze = { scope: 'cluster', name: 'lab', reason: 'Friday' };
  it.each([
    [
      '/freezes',
      { ...freeze, until: '2030-01-01T00:00:00Z' },
      'freeze-set',
      { scope: 'cluster', until: '2030-01-01T00:00:00Z' },
    ],
    ['/freezes/f1/lift', { reason: 'over' }, 'freeze-lift', { freezeId: 'f1' }],
    [
      '/runs/r1/pass-windows',
      { reason: 'outage' },
      'run-pass-windows',
      { runId: 'r1' },
    ],
  ])('POST %s is audited, refused too', async (path, body, eventId, meta) => {
    const refused = new MissionError('NOT_ALLOWED', 'no');
    const act = jest
      .fn()
      .mockResolvedValueOnce({ id: 'f1', state: 'running' })
      .mockRejectedValueOnce(refused);
    const { app, auditor, audited } = await setup(
      { passWindows: act },
      { brakes: { freeze: act, lift: act } as never },
    );
    await request(app).post(path).send(body);
    const { status } = await request(app).post(path).send(body);
    expect(status).toBe(403);
    expect(act).toHaveBeenCalledTimes(2);
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({ eventId, meta }),
    );
    expect(audited.success).toHaveBeenCalledTimes(1);
    expect(audited.fail).toHaveBeenCalledWith({ error: refused });
  });
});

describe('what is recorded of names', () => {
  it('is what is frozen and exported, never what was asked for', async () => {
    const words = 'no cluster, but hunter2';
    const facts = { targets: ['lab'], objects: 1, left: 0 };
    const kit = { facts, name: 'kit', bytes: new Uint8Array() };
    const frozen = { id: 'f1', scope: 'cluster', name: 'lab' };
    const { app, auditor, audited } = await setup(
      {},
      {
        brakes: { freeze: async () => frozen } as never,
        undoKits: { export: async () => kit } as never,
      },
    );
    const freeze = { scope: 'cluster', name: words, reason: 'Friday' };
    await request(app).post('/freezes').send(freeze);
    const passphrase = 'a long passphrase';
    await request(app)
      .post('/runs/r1/undo-kit')
      .send({ passphrase, targets: [words] });
    expect(auditor.createEvent).toHaveBeenCalledTimes(2);
    const meta = auditor.createEvent.mock.calls.map(([told]) => told.meta);
    expect(meta).toEqual([{ scope: 'cluster' }, { runId: 'r1' }]);
    expect(audited.success.mock.calls).toEqual([
      [{ meta: { freezeId: 'f1', name: 'lab' } }],
      [{ meta: facts }],
    ]);
  });
});

describe('GET /orbits/upcoming', () => {
  const slots = { items: [], at: '', until: '', truncated: false };

  it('is no orbit, and passes hours and limit on as numbers', async () => {
    const upcoming = jest.fn(async () => slots);
    const { app } = await setup({}, { orbits: { upcoming } as never });
    const answer = await request(app).get('/orbits/upcoming?hours=6&limit=9');
    expect([answer.status, answer.body]).toEqual([200, slots]);
    expect(upcoming).toHaveBeenCalledWith({
      credentials: userCredentials(),
      hours: 6,
      limit: 9,
    });
  });

  it.each(['hours=0', 'hours=745', 'limit=1001'])(
    'refuses ?%s',
    async query => {
      const upcoming = jest.fn();
      const { app } = await setup({}, { orbits: { upcoming } as never });
      const { status, body } = await request(app).get(
        `/orbits/upcoming?${query}`,
      );
      expect([status, body.error.code]).toEqual([400, 'INPUT_INVALID']);
      expect(upcoming).not.toHaveBeenCalled();
    },
  );
});

describe('POST /runs', () => {
  it('answers 201, passes the key on and records who did what', async () => {
    const create = jest.fn(async () => run);
    const { app, auditor, audited } = await setup({ create });
    const body = { missionRef: 's/m', targets: [{ cluster: 'eu' }] };
    const answer = await request(app)
      .post('/runs')
      .set('Idempotency-Key', 'k1')
      .send(body);
    expect(answer.status).toBe(201);
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ request: body, idempotencyKey: 'k1' }),
    );
    expect(auditor.createEvent).toHaveBeenCalledWith(
      expect.objectContaining({
        eventId: 'run-create',
        meta: { missionRef: 's/m', clusters: ['eu'] },
      }),
    );
    expect(audited.success).toHaveBeenCalledWith({
      meta: { runId: 'r1', state: 'queued' },
    });
  });

  it('takes the key as the generated client writes it', async () => {
    const create = jest.fn(async () => run);
    const { app } = await setup({ create });
    await request(app)
      .post('/runs')
      .set('idempotencyKey', 'k2')
      .send({ missionRef: 's/m' });
    expect(create).toHaveBeenCalledWith(
      expect.objectContaining({ idempotencyKey: 'k2' }),
    );
  });

  it('records a refusal and answers with code and remedy', async () => {
    const error = new MissionError('MISSION_CHANGED', 'It is now version 2');
    const create = jest.fn().mockRejectedValue(error);
    const { app, audited } = await setup({ create });
    const { status, body } = await request(app)
      .post('/runs')
      .set('Idempotency-Key', 'k1')
      .send({ missionRef: 's/m' });
    expect(status).toBe(409);
    expect(body).toEqual({
      error: {
        name: 'MissionError',
        code: 'MISSION_CHANGED',
        message: 'It is now version 2',
        details: { remedy: 'Reload the page and look at the new version.' },
      },
      request: { method: 'POST', url: '/runs' },
      response: { statusCode: 409 },
    });
    expect(audited.fail).toHaveBeenCalledWith({ error });
  });
});

describe('GET /runs/:runId', () => {
  it('answers the run', async () => {
    const get = jest.fn(async () => run);
    const { app } = await setup({ get });
    expect((await request(app).get('/runs/r1')).body.id).toBe('r1');
    expect(get).toHaveBeenCalledWith({
      credentials: userCredentials(),
      runId: 'r1',
    });
  });

  it('does not show the words of an unexpected error', async () => {
    const get = jest.fn().mockRejectedValue(new Error('password=hunter2'));
    const { app, logger } = await setup({ get });
    const { status, body, text } = await request(app).get('/runs/r1');
    expect([status, body.error.code]).toEqual([500, 'INTERNAL']);
    expect(text).not.toContain('hunter2');
    expect(logger.error).toHaveBeenCalled();
  });
});

describe.each(['cancel', 'pause', 'resume', 'recheck'] as const)(
  'POST /runs/:runId/%s',
  verb => {
    it('passes the reason on and is audited', async () => {
      const call = jest.fn(async () => run);
      const { app, auditor } = await setup({ [verb]: call });
      await request(app).post(`/runs/r1/${verb}`).send({ reason: 'Because' });
      expect(call).toHaveBeenCalledWith(
        expect.objectContaining({ runId: 'r1', reason: 'Because' }),
      );
      expect(auditor.createEvent).toHaveBeenCalledWith(
        expect.objectContaining({ eventId: `run-${verb}` }),
      );
    });
  },
);

describe('GET /runs/:runId/stream', () => {
  async function open(app: express.Express, path: string, headers = {}) {
    const server = app.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const gone = new AbortController();
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      headers,
      signal: gone.signal,
    });
    const close = async () => {
      gone.abort();
      server.closeAllConnections();
      await new Promise(resolve => server.close(resolve));
    };
    return { answer, close };
  }

  it('catches up, goes on when something happens, and ends with the run', async () => {
    const answers = [
      news({ events: [event(1)] }),
      news({ events: [event(2)], state: 'succeeded' }),
    ];
    const asked: number[] = [];
    const { app, feed } = await setup({
      events: jest.fn(async () => []),
      news: jest.fn(async ({ position }) => {
        asked.push(position.event);
        return answers.shift() ?? news();
      }),
    });
    const { answer, close } = await open(app, '/runs/r1/stream');
    expect(answer.headers.get('content-type')).toBe('text/event-stream');
    // Else the portal's compressor holds lines back.
    expect(answer.headers.get('cache-control')).toContain('no-transform');
    feed.publish({
      kind: 'event',
      runId: 'r1',
      event: { ...event(2), runId: 'r1', at: '' },
    });
    const text = await answer.text();
    await close();
    expect(text.match(/"seq":\d/g)).toEqual(['"seq":1', '"seq":2']);
    expect(text).toContain('event: end');
    expect(asked).toEqual([0, 1]);
  });

  it('goes on behind Last-Event-ID, event by event and step by step', async () => {
    const line = {
      targetId: 'one',
      stepId: 'paint',
      seq: 5,
      at: new Date(0),
      level: 'info' as const,
      text: 'five',
    };
    const first = await setup({
      events: jest.fn(async () => []),
      news: jest.fn(async () =>
        news({ events: [event(3)], lines: [line], state: 'failed' }),
      ),
    });
    const opened = await open(first.app, '/runs/r1/stream');
    const ids = [...(await opened.answer.text()).matchAll(/^id: (.*)$/gm)];
    await opened.close();
    const lastId = ids[ids.length - 1][1];
    const listen = jest.fn(async () => news({ state: 'failed' }));
    const second = await setup({
      events: jest.fn(async () => []),
      news: listen,
    });
    const again = await open(second.app, '/runs/r1/stream', {
      'Last-Event-ID': lastId,
    });
    await again.answer.text();
    await again.close();
    expect(listen).toHaveBeenCalledWith(
      expect.objectContaining({
        position: { event: 3, logs: new Map([['one\npaint', 5]]) },
      }),
    );
  });

  it('ends at shutdown, and when the permission is taken away', async () => {
    const metrics = new RecordedMetrics();
    const { app, shutdown } = await setup(
      {
        events: jest.fn(async () => []),
        news: jest.fn(async () => news()),
      },
      { telemetry: Telemetry.create({ metrics }) },
    );
    const stopped = await open(app, '/runs/r1/stream');
    expect(metrics.sum('missions.stream.viewers')).toBe(1);
    shutdown.abort();
    expect(await stopped.answer.text()).not.toContain('event: end');
    await stopped.close();
    expect(metrics.sum('missions.stream.viewers')).toBe(0);

    const denied = await setup({
      events: jest.fn(async () => []),
      news: jest.fn().mockRejectedValue(new MissionError('NOT_FOUND', 'No')),
    });
    const refused = await open(denied.app, '/runs/r1/stream');
    expect(await refused.answer.text()).not.toContain('event: event');
    await refused.close();
  });

  it('answers an ordinary error before the first byte', async () => {
    const { app } = await setup({
      events: jest
        .fn()
        .mockRejectedValueOnce(new MissionError('NOT_FOUND', 'No'))
        .mockResolvedValue([]),
    });
    // Who may not see it is not told what its cursor says.
    const hidden = await request(app).get('/runs/r1/stream?cursor=nonsense');
    expect(hidden.status).toBe(404);
    const bad = await request(app).get('/runs/r1/stream?cursor=nonsense');
    expect(bad.body.error.code).toBe('INPUT_INVALID');
  });
});
