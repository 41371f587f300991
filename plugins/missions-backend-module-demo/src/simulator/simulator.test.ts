import { createApiClient } from '../conformance/client';
import { createSimulator, Simulator } from './simulator';

describe('createSimulator', () => {
  let simulator: Simulator;
  let client: ReturnType<typeof createApiClient>;

  beforeAll(async () => {
    simulator = await createSimulator({
      name: 'test',
      speed: 20,
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

  it('serves over HTTPS what discovery promises', async () => {
    const { body } = await client.request('GET', '/apis/apps/v1');
    expect(body.resources.map((item: any) => item.name)).toContain(
      'deployments/scale',
    );
  });

  it('applies, and applies again without a change', async () => {
    const body = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a' },
      data: { x: '1' },
    };
    const options = {
      body,
      query: { fieldManager: 'm' },
      headers: { 'content-type': 'application/apply-patch+yaml' },
    };
    const path = '/api/v1/namespaces/default/configmaps/a';
    const first = await client.request('PATCH', path, options);
    const second = await client.request('PATCH', path, options);
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);
  });

  it('rolls a Deployment out until it is available', async () => {
    const labels = { app: 'web' };
    const body = {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        replicas: 2,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: { containers: [{ name: 'web', image: 'nginx:1.27' }] },
        },
      },
    };
    const node = {
      apiVersion: 'v1',
      kind: 'Node',
      metadata: { name: 'n1' },
      status: { allocatable: { cpu: '4', memory: '8Gi', pods: '110' } },
    };
    await client.request('POST', '/api/v1/nodes', { body: node });
    const created = await client.request(
      'POST',
      '/apis/apps/v1/namespaces/default/deployments',
      { body },
    );
    expect(created.body).toMatchObject({ kind: 'Deployment' });
    let status: any;
    for (let i = 0; i < 100 && status?.availableReplicas !== 2; i += 1) {
      await new Promise(resolve => setTimeout(resolve, 50));
      ({
        body: { status },
      } = await client.request(
        'GET',
        '/apis/apps/v1/namespaces/default/deployments/web',
      ));
    }
    expect(status).toMatchObject({ availableReplicas: 2, updatedReplicas: 2 });
  });
});
