import { createSimulator, Simulator } from '../simulator';
import { BUILTIN_RESOURCES } from '../simulator/kinds/builtin';
import { createApiClient } from './client';
import { CONFORMANCE } from './conformance';
import { runScenario } from './scenario';
import { TEST_CLUSTER_OBJECTS } from './testCluster';

describe('the simulator, as a Kubernetes API server', () => {
  let simulator: Simulator;
  let client: ReturnType<typeof createApiClient>;
  let number = 0;
  /** What was made or changed, as `group/version plural`. */
  const written = new Set<string>();

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
      exchanges
        .filter(({ response }) => response.status < 300)
        .forEach(({ request }) => written.add(writtenBy(request) ?? ''));
    },
  );

  it('is asked for an object of each kind that it serves', () => {
    const unasked = BUILTIN_RESOURCES.map(
      ({ group, version, plural }) =>
        `${[group, version].filter(Boolean).join('/')} ${plural}`,
    ).filter(resource => !written.has(resource));
    expect(unasked).toEqual([]);
  });
});

/** The resource that a POST or PATCH wrote, as `group/version plural`. */
function writtenBy(request: string): string | undefined {
  const [, version, plural] =
    request.match(
      /^(?:POST|PATCH) \/apis?\/(.+?)(?:\/namespaces\/[^/]+(?=\/))?\/([a-z]+)(?:\/[^/]+)?$/,
    ) ?? [];
  return version && `${version} ${plural}`;
}
