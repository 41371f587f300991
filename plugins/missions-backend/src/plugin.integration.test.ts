import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import {
  createMissionAction,
  missionActionsExtensionPoint,
} from '@mission-control/plugin-missions-node';
import {
  errorCatalogue,
  readRefusal,
} from '@mission-control/plugin-missions-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { z } from 'zod';
import { missionsPlugin } from './plugin';

const greet = createMissionAction({
  id: 'test:greet',
  description: 'Says hello',
  examples: [],
  effect: 'read',
  onlyWhenRunning: true,
  schema: {
    input: z.object({ name: z.string() }),
    output: z.object({ text: z.string() }),
  },
  async run(ctx) {
    ctx.log.info(`Hello ${ctx.input.name}`);
    ctx.evidence({ asked: 'greeting', answered: ctx.input.name });
    return { text: `Hello ${ctx.input.name}` };
  },
});

const testModule = createBackendModule({
  pluginId: 'missions',
  moduleId: 'test',
  register(reg) {
    reg.registerInit({
      deps: { actions: missionActionsExtensionPoint },
      async init({ actions }) {
        actions.addActions(greet);
      },
    });
  },
});

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata:
  name: greet
  title: Say hello
  description: Greets somebody by name.
  tags: [hello]
spec:
  type: sequence
  lifecycle: production
  parameters:
    required: [name]
    properties:
      name: { type: string, maxLength: 20 }
      token: { type: string, secret: true }
  steps:
    - id: greet
      action: test:greet
      input: { name: '\${{ parameters.name }}' }
    - id: ask
      action: core:approve
      input: { message: Was it friendly? }
    - id: whisper
      if: parameters.token != null
      action: test:greet
      input: { name: '\${{ parameters.token }}' }
`;

describe('missionsPlugin', () => {
  let backend: TestBackend;
  let directory: string;
  const user = mockCredentials.user.header('user:default/jane');

  const get = (path: string) =>
    request(backend.server)
      .get(`/api/missions${path}`)
      .set('Authorization', user);
  const post = (path: string, body: object | string) =>
    request(backend.server)
      .post(`/api/missions${path}`)
      .set('Authorization', user)
      .set('Content-Type', 'application/json')
      .set('Idempotency-Key', randomUUID())
      .send(body);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'missions-plugin-'));
    await mkdir(join(directory, 'greet'));
    await mkdir(join(directory, 'broken'));
    await writeFile(join(directory, 'greet', 'mission.yaml'), mission);
    await writeFile(join(directory, 'greet', 'README.md'), '# Hello');
    await writeFile(join(directory, 'broken', 'mission.yaml'), 'a: [');
    backend = await startTestBackend({
      features: [
        missionsPlugin,
        testModule,
        catalogServiceMock.factory({ entities: [] }),
        mockServices.rootConfig.factory({
          data: {
            missions: {
              sources: [{ name: 'test', type: 'directory', path: directory }],
            },
          },
        }),
      ],
    });
    await until(async () => (await get('/missions')).body.total === 1);
  }, 30_000);

  afterAll(async () => {
    await backend?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('lists the mission and the file that is broken', async () => {
    const { body } = await get('/missions?q=somebody%20hello&type=sequence');
    expect(body.items).toEqual([
      expect.objectContaining({ ref: 'test/greet', title: 'Say hello' }),
    ]);
    expect((await get('/missions/test/greet')).body.readme).toBe('# Hello');
    const problems = await get('/mission-problems');
    expect(problems.body.items).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          location: 'broken/mission.yaml',
          severity: 'error',
          line: expect.any(Number),
        }),
      ]),
    );
  });

  it('lists actions with schemas, and clusters, and who asks', async () => {
    const actions = await get('/actions');
    expect(actions.body.items.map((item: any) => item.id)).toEqual(
      expect.arrayContaining(['test:greet', 'core:approve']),
    );
    expect((await get('/clusters')).body).toEqual({
      items: [],
      problems: [],
    });
    expect((await get('/status')).body).toMatchObject({
      user: 'user:default/jane',
      permissions: { 'missions.run.create': true },
    });
  });

  it('starts one run for the same request twice, and refuses another', async () => {
    const body = { missionRef: 'test/greet', parameters: { name: 'Ada' } };
    const first = await post('/runs', body).set('Idempotency-Key', 'one');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({ initiator: 'user:default/jane' });
    const second = await post('/runs', body).set('Idempotency-Key', 'one');
    expect(second.body.id).toBe(first.body.id);
    const other = await post('/runs', {
      ...body,
      parameters: { name: 'Bob' },
    }).set('Idempotency-Key', 'one');
    expect(other.status).toBe(409);
    expect(other.body.error.code).toBe('IDEMPOTENCY_CONFLICT');
  });

  it('runs to the gate, tells the viewer live, and goes on when it is approved', async () => {
    const created = await post('/runs', {
      missionRef: 'test/greet',
      parameters: { name: 'Grace' },
    });
    const { id } = created.body;
    const gate = await until(async () => {
      const { body } = await get('/approvals?mine=true');
      return body.items.find(
        (item: any) => item.runId === id && item.kind === 'gate',
      );
    });
    expect(gate.mayDecide).toBe(true);
    const waiting = await get('/runs?group=waiting');
    expect(waiting.body.items.map((item: any) => item.id)).toContain(id);
    const old = await post(`/approvals/${gate.id}/decision`, {
      decision: 'approve',
      hash: '0'.repeat(64),
    });
    expect([old.status, old.body.error.code]).toEqual([409, 'PLAN_CHANGED']);
    const decided = await post(`/approvals/${gate.id}/decision`, {
      decision: 'approve',
      hash: gate.hash,
    });
    expect(decided.body.state).toBe('approved');
    const stream = await get(`/runs/${id}/stream`);
    expect(stream.text).toContain('event: log');
    expect(stream.text).toContain('Hello Grace');
    expect(stream.text).toMatch(/event: end\ndata: {"state":"\w+"}/);
    const run = (await get(`/runs/${id}`)).body;
    expect(run.allowed).toEqual(['feedback']);
    const logs = await get(`/runs/${id}/logs?q=grace`);
    expect(logs.body.items).toHaveLength(1);
    const thumb = await post(`/runs/${id}/feedback`, { value: 'up' });
    expect(thumb.body.feedback).toBe('up');
    const undo = await post(`/runs/${id}/undo`, {});
    expect([undo.status, undo.body.error.code]).toEqual([409, 'UNDO_REFUSED']);
  }, 30_000);

  it.each<[string, string, object | string, number, string, RegExp]>([
    [
      'malformed JSON',
      '/runs',
      '{"a":',
      400,
      'INPUT_INVALID',
      /cannot be read/,
    ],
    [
      'a huge body',
      '/runs',
      { missionRef: 'test/greet', reason: 'x'.repeat(600_000) },
      413,
      'PAYLOAD_TOO_LARGE',
      /512 KB/,
    ],
    ['a missing field', '/runs', {}, 400, 'INPUT_INVALID', /missionRef/],
    [
      'an unknown field',
      '/runs',
      { missionRef: 'test/greet', colour: 1 },
      400,
      'INPUT_INVALID',
      /colour|additional/,
    ],
    [
      'an unknown mission',
      '/runs',
      { missionRef: 'test/none' },
      404,
      'NOT_FOUND',
      /test\/none/,
    ],
    [
      'a parameter of a wrong type',
      '/runs',
      { missionRef: 'test/greet', parameters: { name: 7 } },
      400,
      'PARAMETER_INVALID',
      /"name" must be a text/,
    ],
    [
      'a mission that changed',
      '/runs',
      { missionRef: 'test/greet', missionVersion: 'f'.repeat(64) },
      409,
      'MISSION_CHANGED',
      /now version/,
    ],
    [
      'clusters for a mission without any',
      '/runs',
      {
        missionRef: 'test/greet',
        parameters: { name: 'a' },
        targets: [{ cluster: 'x' }],
      },
      400,
      'INPUT_INVALID',
      /no clusters of its own/,
    ],
    [
      'a secret without a sealing key',
      '/runs',
      { missionRef: 'test/greet', parameters: { name: 'a', token: 'sesame' } },
      503,
      'SECRET_KEY_MISSING',
      /sealing/,
    ],
    [
      'a run for a cluster that is unknown',
      '/preflight',
      {
        missionRef: 'test/greet',
        parameters: { name: 'a' },
        targets: [{ cluster: 'nowhere' }],
      },
      404,
      'CLUSTER_UNKNOWN',
      /nowhere/,
    ],
  ])('answers %s with a code and a remedy', async (...row) => {
    const [, path, body, status, code, message] = row;
    const answer = await post(path, body);
    expect([answer.status, answer.body.error.code]).toEqual([status, code]);
    expect(answer.body.error.message).toMatch(message);
    expect(answer.body.error.details.remedy).toEqual(expect.any(String));
    expect(answer.body.response.statusCode).toBe(status);
  });

  it.each([
    ['/runs', 'nobody', mockCredentials.none.header()],
    ['/status', 'nobody', mockCredentials.none.header()],
    ['/clusters', 'nobody', mockCredentials.none.header()],
    ['/orbits/upcoming', 'nobody', mockCredentials.none.header()],
    ['/runs', 'an unknown token', 'Bearer of-yesterday'],
  ])('refuses GET %s to %s, in words of the catalogue', async (...row) => {
    const [path, , authorization] = row;
    const answer = await fetch(
      `http://localhost:${backend.server.port()}/api/missions${path}`,
      { headers: { authorization } },
    );
    expect(await readRefusal(answer)).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
      message: expect.stringMatching(/^You are not signed in.*: \w/),
      remedy: errorCatalogue.UNAUTHENTICATED.remedy,
    });
  });
});

async function until<T>(fn: () => Promise<T>): Promise<NonNullable<T>> {
  const end = Date.now() + 40_000;
  for (;;) {
    const value = await fn();
    if (value) {
      return value as NonNullable<T>;
    }
    if (Date.now() > end) {
      throw new Error('The condition did not come true');
    }
    await new Promise(resolve => setTimeout(resolve, 50));
  }
}
