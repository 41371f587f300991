import {
  createSimulator,
  Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import {
  compareTranscripts,
  CONFORMANCE,
  createApiClient,
  runScenario,
  TEST_CLUSTER_OBJECTS,
} from '@mission-control/plugin-missions-backend-module-demo/conformance';

import { acquireControlPlane } from '../controlplane/acquireControlPlane';
import { ControlPlane } from '../controlplane/startControlPlane';

jest.setTimeout(90_000);

describe('a real API server and the simulator', () => {
  let cluster: ControlPlane;
  let simulator: Simulator;
  let real: ReturnType<typeof createApiClient>;
  let simulated: ReturnType<typeof createApiClient>;
  const run = Date.now().toString(36);
  let number = 0;

  beforeAll(async () => {
    cluster = await acquireControlPlane();
    simulator = await createSimulator({
      name: 'conformance',
      speed: 50,
      objects: TEST_CLUSTER_OBJECTS,
    });
    real = createApiClient({
      server: cluster.server,
      ca: cluster.authority,
      cert: cluster.admin.certificate,
      key: cluster.admin.privateKey,
    });
    simulated = createApiClient({ ...simulator, token: simulator.adminToken });
  });

  afterAll(async () => {
    real?.close();
    simulated?.close();
    await simulator?.stop();
    await cluster?.stop();
  });

  it.each(CONFORMANCE.map(scenario => [scenario.name, scenario] as const))(
    '%s, and say the same',
    async (_name, scenario) => {
      number += 1;
      const one = `conformance-r${run}-${number}`;
      const other = `conformance-s${run}-${number}`;
      const [spoken, imitated] = await Promise.all([
        runScenario(scenario, real, expect, one),
        runScenario(scenario, simulated, expect, other),
      ]);
      const differences = compareTranscripts(
        { exchanges: spoken, namespace: one },
        { exchanges: imitated, namespace: other },
        scenario.except,
      );
      expect(differences).toEqual([]);
    },
  );
});
