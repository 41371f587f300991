import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createBackendModule } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  type TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DEMO_CLUSTERS,
  DemoClusterProvider,
} from '@mission-control/plugin-missions-backend-module-demo';
import { missionClustersExtensionPoint } from '@mission-control/plugin-missions-node';
import request from 'supertest';
import { Agent, fetch } from 'undici';
import { missionsPlugin } from './plugin';

const mission = (name: string) => `apiVersion: mission-control.dev/v1alpha1
kind: Mission
metadata: { name: ${name}, title: Wait, description: Waits a moment }
spec:
  type: sequence
  steps:
    - { id: wait, action: core:sleep, input: { duration: 1s } }
  demo: { fixtures: demo/cluster.yaml }
`;
const fixtures = `apiVersion: v1
kind: Namespace
metadata: { name: team }
---
apiVersion: v1
kind: ConfigMap
metadata:
  name: settings
  namespace: team
  annotations: { mission-control.dev/demo-clusters: dev }
data: { mode: demo }
`;
const SETTINGS = '/api/v1/namespaces/team/configmaps/settings';

describe('demo.fixtures', () => {
  let backend: TestBackend;
  let provider: DemoClusterProvider;
  let directory: string;
  const user = mockCredentials.user.header('user:default/jane');

  const ask = async (cluster: string, path: string, method = 'GET') => {
    const { server, caData, auth } = (await provider.clusters()).find(
      ({ name }) => name === cluster,
    )!;
    const dispatcher = new Agent({
      connect: { ca: Buffer.from(caData!, 'base64').toString() },
    });
    try {
      const token = auth.kind === 'token' ? auth.token : '';
      const { status } = await fetch(`${server}${path}`, {
        method,
        dispatcher,
        headers: { authorization: `Bearer ${token}` },
      });
      return status;
    } finally {
      await dispatcher.close();
    }
  };
  const write = async (name: string, text: string | undefined) => {
    await mkdir(join(directory, name, 'demo'), { recursive: true });
    await writeFile(join(directory, name, 'mission.yaml'), mission(name));
    if (text !== undefined) {
      await writeFile(join(directory, name, 'demo', 'cluster.yaml'), text);
    }
  };
  const get = (path: string) =>
    request(backend.server)
      .get(`/api/missions${path}`)
      .set('Authorization', user);

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'missions-fixtures-'));
    await write('good', fixtures);
    await write('broken', `${fixtures}---\nkind: [`);
    await write('missing', undefined);
    await write('huge', `# ${'x'.repeat(1_100_000)}`);
    await write('refused', fixtures.replace('team }', 'A_B }'));
    provider = await DemoClusterProvider.start({
      clusters: DEMO_CLUSTERS.filter(({ name }) => name !== 'prod-eu'),
    });
    const demo = createBackendModule({
      pluginId: 'missions',
      moduleId: 'demo',
      register(registration) {
        registration.registerInit({
          deps: { clusters: missionClustersExtensionPoint },
          init: async ({ clusters }) => clusters.addProvider(provider),
        });
      },
    });
    backend = await startTestBackend({
      features: [
        missionsPlugin,
        demo,
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
  }, 60_000);

  afterAll(async () => {
    await backend?.stop();
    await provider?.stop();
    await rm(directory, { recursive: true, force: true });
  });

  it('are on the demo clusters that they name once missions are read', async () => {
    expect((await get('/missions')).body.total).toBe(5);
    expect(await ask('dev', SETTINGS)).toBe(200);
    expect(await ask('staging', '/api/v1/namespaces/team')).toBe(200);
    expect(await ask('staging', SETTINGS)).toBe(404);
  });

  it('come back when the cluster is reset', async () => {
    expect(await ask('dev', SETTINGS, 'DELETE')).toBe(200);
    expect(await ask('dev', SETTINGS)).toBe(404);
    await request(backend.server)
      .post('/api/missions/clusters/dev/reset')
      .set('Authorization', user)
      .expect(200);
    expect(await ask('dev', SETTINGS)).toBe(200);
  });

  it('are a shown problem when their file is wrong, and take no mission away', async () => {
    const { body } = await get('/mission-problems');
    const found = (name: string) =>
      body.items
        .filter((item: any) => item.missionRef === `test/${name}`)
        .filter((item: any) => item.location.endsWith('cluster.yaml'))
        .map((item: any) => [item.location, item.severity, item.message]);
    expect(found('good')).toEqual([]);
    expect(found('broken')).toEqual([
      ['broken/demo/cluster.yaml', 'error', expect.stringMatching(/^YAML: /)],
    ]);
    expect(found('missing')).toEqual([
      ['missing/demo/cluster.yaml', 'error', expect.stringMatching(/ENOENT/)],
    ]);
    expect(found('huge')).toEqual([
      ['huge/demo/cluster.yaml', 'error', expect.stringMatching(/bytes/)],
    ]);
    expect(found('refused')).toContainEqual([
      'refused/demo/cluster.yaml',
      'warning',
      expect.stringMatching(
        /^Namespace A_B is not on the demo cluster dev as it was given: .*invalid/,
      ),
    ]);
  });
});
