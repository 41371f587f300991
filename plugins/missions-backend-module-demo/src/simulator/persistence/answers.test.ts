import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../../conformance/client';
import { createSimulator, Simulator } from '../simulator';

const MAPS = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
});

describe('a write that was answered', () => {
  let folder: string;
  let owned: boolean;
  const simulators: Simulator[] = [];

  const start = async (directory: string) => {
    const simulator = await createSimulator({
      name: 'test',
      snapshotFile: join(directory, 'test.json'),
      assertOwned: () => {
        if (!owned) throw new Error('no space left');
      },
    });
    simulators.push(simulator);
    return createApiClient({ ...simulator, token: simulator.adminToken });
  };

  beforeEach(async () => {
    owned = true;
    folder = await mkdtemp(join(tmpdir(), 'missions-answers-'));
  });
  afterEach(async () => {
    await Promise.all(simulators.splice(0).map(one => one.stop()));
    await rm(folder, { recursive: true, force: true });
  });

  it('is there after the process was killed right then', async () => {
    const client = await start(join(folder, 'live'));
    const { body } = await client.request('POST', MAPS, {
      body: configMap('kept'),
    });
    await client.request('POST', MAPS, { body: configMap('gone') });
    await client.request('DELETE', `${MAPS}/gone`);
    await cp(join(folder, 'live'), join(folder, 'killed'), { recursive: true });
    client.close();

    const after = await start(join(folder, 'killed'));
    const kept = await after.request('GET', `${MAPS}/kept`);
    expect(kept.body).toEqual(body);
    expect((await after.request('GET', `${MAPS}/gone`)).status).toBe(404);
    after.close();
  });

  it('is an error when it cannot be kept', async () => {
    const client = await start(folder);
    owned = false;
    const answer = await client.request('POST', MAPS, { body: configMap('a') });
    expect(answer.status).toBe(500);
    expect(answer.body).toMatchObject({
      reason: 'InternalError',
      message: expect.stringMatching(
        /cannot be kept in .*test\.json: no space/,
      ),
    });
    client.close();
  });
});
