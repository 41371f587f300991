import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import {
  createApiClient,
  TEST_CLUSTER_OBJECTS,
} from '@mission-control/plugin-missions-backend-module-demo/conformance';
import { differencesOf } from './differences';
import { record } from './record';
import { GENERATED } from './types';

jest.setTimeout(60_000);

describe('the simulator, asked as a real API server was', () => {
  let simulator: Simulator;
  let answered: Record<string, string>;

  beforeAll(async () => {
    simulator = await createSimulator({
      name: 'recording',
      speed: 50,
      objects: TEST_CLUSTER_OBJECTS,
    });
    const client = createApiClient({
      ...simulator,
      token: simulator.adminToken,
    });
    const recording = record(client, { bindsClaims: false });
    answered = await recording.finally(() => client.close());
  });

  afterAll(async () => {
    await simulator?.stop();
  });

  it.each([
    ['defaults.json', 'types'],
    ['defaults.json', 'kinds'],
    ['defaults.json', 'dependent'],
    ['immutable.json', 'rules'],
  ])('gives the same answers: %s, %s', async (name, part) => {
    const committed = await readFile(join(GENERATED, name), 'utf8');
    expect(
      differencesOf(
        JSON.parse(committed)[part],
        JSON.parse(answered[name])[part],
      ),
    ).toEqual([]);
  });
});
