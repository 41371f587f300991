import {
  createSimulator,
  type Simulator,
} from '@mission-control/plugin-missions-backend-module-demo';
import { createApiClient } from '@mission-control/plugin-missions-backend-module-demo/conformance';

import { acquireControlPlane } from '../controlplane/acquireControlPlane';
import type { ControlPlane } from '../controlplane/startControlPlane';

jest.setTimeout(60_000);

/** What says how a value is read, merged and validated. */
const KEYWORDS = [
  '$ref',
  'type',
  'format',
  'required',
  'x-kubernetes-list-type',
  'x-kubernetes-list-map-keys',
  'x-kubernetes-map-type',
  'x-kubernetes-patch-strategy',
  'x-kubernetes-patch-merge-key',
];

describe('the types that the simulator tells by OpenAPI', () => {
  let cluster: ControlPlane;
  let simulator: Simulator;
  let real: ReturnType<typeof createApiClient>;
  let simulated: ReturnType<typeof createApiClient>;

  beforeAll(async () => {
    cluster = await acquireControlPlane();
    simulator = await createSimulator({ name: 'openapi' });
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

  it('are those of a real API server, in every group that it serves', async () => {
    const { body: index } = await simulated.request('GET', '/openapi/v3');
    const paths = Object.keys(index.paths);
    const compared: string[] = [];
    const differences: string[] = [];
    for (const path of paths) {
      const [imitated, spoken] = await Promise.all(
        [simulated, real].map(async client => {
          const answer = await client.request('GET', `/openapi/v3/${path}`);
          return answer.body.components.schemas;
        }),
      );
      for (const [name, schema] of Object.entries(imitated)) {
        compared.push(name);
        if (
          JSON.stringify(rules(schema)) !== JSON.stringify(rules(spoken[name]))
        ) {
          differences.push(`${path} ${name}`);
        }
      }
    }
    expect(differences).toEqual([]);
    expect(paths).toContain('apis/apps/v1');
    expect(compared.length).toBeGreaterThan(200);
  });
});

/** A schema without what only people read, its references made plain. */
function rules(schema: any): unknown {
  if (schema === undefined) {
    return 'absent';
  }
  const { properties, items, additionalProperties: more, allOf } = schema;
  // A reference with a description stands in `allOf`.
  const plain = allOf?.length === 1 ? { ...schema, ...allOf[0] } : schema;
  return {
    keywords: KEYWORDS.map(keyword => plain[keyword]),
    items: items && rules(items),
    more: typeof more === 'object' ? rules(more) : more,
    properties: Object.entries(properties ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, property]) => [name, rules(property)]),
  };
}
