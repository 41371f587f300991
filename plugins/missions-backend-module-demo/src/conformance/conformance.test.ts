import { createSimulator, Simulator } from '../simulator';
import { createApiClient } from './client';
import { CONFORMANCE } from './conformance';
import { runScenario } from './scenario';
import { TEST_CLUSTER_OBJECTS } from './testCluster';

describe('the simulator, as a Kubernetes API server', () => {
  let simulator: Simulator;
  let client: ReturnType<typeof createApiClient>;
  let number = 0;

  beforeAll(async () => {
    simulator = await createSimulator({
      name: 'conformance',
      speed: 50,
      objects: TEST_CLUSTER_OBJECTS,
      onError: error => {
        throw error;
      },
    });
    client = createApiClient({ ...simulator, token: simulator.adminToken });
  });

  afterAll(async () => {
    client.close();
    await simulator.stop();
  });

  it.each(CONFORMANCE.map(scenario => [scenario.name, scenario] as const))(
    '%s',
    async (_name, scenario) => {
      number += 1;
      const exchanges = await runScenario(
        scenario,
        client,
        expect,
        `conformance-${number}`,
      );
      expect(exchanges.length).toBeGreaterThan(0);
    },
  );
});
