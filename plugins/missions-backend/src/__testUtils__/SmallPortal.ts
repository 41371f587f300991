import type { BackendFeature } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import type { JsonObject } from '@backstage/types';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import request from 'supertest';
import { missionsPlugin } from '../plugin';

const WAIT_MS = 20_000;

const mission = `
apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: wait, title: Wait, description: Waits a moment }
spec:
  type: sequence
  lifecycle: production
  steps:
    - { id: wait, action: core:sleep, input: { duration: 0s } }
`;

/**
 * A backend without clusters whose directory `near` has one mission,
 * `near/wait`, asked by Jane. For tests.
 */
export class SmallPortal {
  readonly #directory: string;
  readonly #user = mockCredentials.user.header('user:default/jane');
  #backend: TestBackend | undefined;

  private constructor(directory: string) {
    this.#directory = directory;
  }

  /** Starts it; `features` take the place of what they provide. */
  static async start(
    options: {
      features?: readonly BackendFeature[];
      /** Besides the directory. */
      sources?: readonly JsonObject[];
      /** The configuration of `backend`. */
      backend?: JsonObject;
    } = {},
  ): Promise<SmallPortal> {
    const { features = [], sources = [], backend = {} } = options;
    const directory = await mkdtemp(join(tmpdir(), 'missions-small-'));
    const portal = new SmallPortal(directory);
    try {
      await writeFile(join(directory, 'wait.mission.yaml'), mission);
      const near = { name: 'near', type: 'directory', path: directory };
      portal.#backend = await startTestBackend({
        features: [
          missionsPlugin,
          catalogServiceMock.factory({ entities: [] }),
          ...features,
          mockServices.rootConfig.factory({
            data: { backend, missions: { sources: [...sources, near] } },
          }),
        ],
      });
      return portal;
    } catch (error) {
      await portal.stop();
      throw error;
    }
  }

  /** May be called again. */
  async stop(): Promise<void> {
    const backend = this.#backend;
    this.#backend = undefined;
    await backend?.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  get(path: string) {
    return request(this.#backend!.server)
      .get(`/api/missions${path}`)
      .set('Authorization', this.#user);
  }

  /** Asks for a run of a mission. */
  run(missionRef: string) {
    return request(this.#backend!.server)
      .post('/api/missions/runs')
      .set('Authorization', this.#user)
      .set('Idempotency-Key', randomUUID())
      .send({ missionRef });
  }

  /** Starts the mission of the directory, and answers the state it takes next. */
  async works(): Promise<unknown> {
    const { body } = await this.run('near/wait');
    const end = Date.now() + WAIT_MS;
    let { state } = body;
    while (state === 'queued' && Date.now() < end) {
      await new Promise(resolve => setTimeout(resolve, 50));
      ({ state } = (await this.get(`/runs/${body.id}`)).body);
    }
    return state;
  }
}
