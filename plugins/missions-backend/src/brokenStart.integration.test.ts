import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { missionsPlugin } from './plugin';

jest.setTimeout(60_000);

const WAIT_MS = 20_000;

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: wait, title: Wait, description: Waits a moment }
spec:
  type: sequence
  lifecycle: production
  steps:
    - { id: wait, action: core:sleep, input: { seconds: 0 } }
`;

describe('a portal whose scheduler takes no task', () => {
  let directory: string;
  let backend: TestBackend;
  const user = mockCredentials.user.header('user:default/jane');
  const scheduler = mockServices.scheduler.mock();

  const get = async (path: string) =>
    (
      await request(backend.server)
        .get(`/api/missions${path}`)
        .set('Authorization', user)
    ).body;

  beforeAll(async () => {
    scheduler.scheduleTask.mockRejectedValue(new Error('No table of tasks'));
    directory = await mkdtemp(join(tmpdir(), 'missions-start-'));
    await writeFile(join(directory, 'wait.mission.yaml'), mission);
    backend = await startTestBackend({
      features: [
        missionsPlugin,
        catalogServiceMock.factory({ entities: [] }),
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        mockServices.rootConfig.factory({
          data: {
            missions: {
              sources: [{ name: 'near', type: 'directory', path: directory }],
            },
          },
        }),
      ],
    });
  });

  afterAll(async () => {
    await backend?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('says in its status that orbits do not start', async () => {
    expect((await get('/status')).health).toEqual({
      ok: false,
      message:
        'Orbits start no runs: the clock of the orbits of this process has not started yet.',
      remedy: expect.stringContaining("'startup hook failed'"),
      since: expect.any(String),
    });
  });

  it('reads missions and works on runs all the same', async () => {
    const { body } = await request(backend.server)
      .post('/api/missions/runs')
      .set('Authorization', user)
      .set('Idempotency-Key', 'one')
      .send({ missionRef: 'near/wait' });
    const end = Date.now() + WAIT_MS;
    let { state } = body;
    while (state === 'queued' && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 50));
      ({ state } = await get(`/runs/${body.id}`));
    }
    expect([undefined, 'queued']).not.toContain(state);
  });
});
