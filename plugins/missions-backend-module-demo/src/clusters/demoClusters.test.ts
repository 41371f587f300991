import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApiClient } from '../conformance/client';
import { DEMO_CLUSTERS } from './demoClusters';
import { DemoClusterProvider } from './DemoClusterProvider';

describe('DemoClusterProvider', () => {
  let directory: string;
  let provider: DemoClusterProvider;

  const start = () =>
    DemoClusterProvider.start({
      clusters: DEMO_CLUSTERS,
      directory,
      onError: error => {
        throw error;
      },
    });
  const get = async (name: string, path: string) => {
    const cluster = (await provider.clusters()).find(
      item => item.name === name,
    )!;
    const token = cluster.auth.kind === 'token' ? cluster.auth.token : '';
    const client = createApiClient({
      server: cluster.server,
      ca: Buffer.from(cluster.caData!, 'base64').toString(),
      token,
    });
    try {
      return (await client.request('GET', path)).body;
    } finally {
      client.close();
    }
  };

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'demo-clusters-'));
    provider = await start();
  });

  afterAll(async () => {
    await provider?.stop();
    await rm(directory, { recursive: true });
  });

  it('offers three writable demo clusters of different versions', async () => {
    const clusters = await provider.clusters();
    const versions = await Promise.all(
      clusters.map(({ name }) => get(name, '/version')),
    );
    expect(
      clusters.map(({ name, demo, writable }) => [name, demo, writable]),
    ).toEqual([
      ['prod-eu', true, true],
      ['staging', true, true],
      ['dev', true, true],
    ]);
    expect(versions.map(({ minor }) => minor)).toEqual(['34', '35', '36']);
  });

  it.each(['prod-eu', 'staging', 'dev'])(
    'has a healthy cart and a broken checkout on %s',
    async name => {
      const cart = await get(
        name,
        '/apis/apps/v1/namespaces/shop/deployments/cart',
      );
      expect(cart.status.availableReplicas).toBe(cart.spec.replicas);
      const checkout = await get(
        name,
        '/apis/apps/v1/namespaces/shop/deployments/checkout',
      );
      expect(checkout.spec.template.spec.containers[0].image).toMatch(
        /does-not-exist$/,
      );
      const sets = await get(
        name,
        '/apis/apps/v1/namespaces/shop/replicasets?labelSelector=app.kubernetes.io/name%3Dcheckout',
      );
      const revisions = sets.items.map((item: any) => [
        item.metadata.annotations['deployment.kubernetes.io/revision'],
        item.spec.template.spec.containers[0].image.split(':')[1],
      ]);
      expect(revisions.sort()).toEqual([
        ['1', '5.2.1'],
        ['2', '5.3.0-does-not-exist'],
      ]);
      const pods = await get(
        name,
        '/api/v1/namespaces/shop/pods?labelSelector=app.kubernetes.io/name%3Dcheckout',
      );
      const reasons = pods.items.map(
        (item: any) => item.status.containerStatuses[0].state.waiting?.reason,
      );
      expect(reasons).toContain('ImagePullBackOff');
    },
  );

  it('keeps its state over a restart, and a reset makes a new cluster', async () => {
    const uid = async () =>
      (await get('dev', '/api/v1/namespaces/kube-system')).metadata.uid;
    const before = await uid();
    await provider.stop();
    provider = await start();
    expect(await uid()).toBe(before);
    await provider.reset('dev');
    expect(await uid()).not.toBe(before);
  });

  it('names the clusters there are when it is to reset another', async () => {
    await expect(provider.reset('nowhere')).rejects.toThrow(
      'There is no demo cluster "nowhere"; there are prod-eu, staging, dev',
    );
  });
});
