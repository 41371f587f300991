import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { assertSameCluster } from './identity';

describe('assertSameCluster', () => {
  const client = {
    cluster: { name: 'c' },
    uid: async () => 'live',
  } as unknown as ClusterClient;

  it('accepts the pinned cluster', async () => {
    await expect(assertSameCluster(client, 'live')).resolves.toBeUndefined();
  });

  it('refuses another cluster behind the same name', async () => {
    await expect(assertSameCluster(client, 'planned')).rejects.toMatchObject({
      code: 'CLUSTER_CHANGED',
      details: { planned: 'planned', live: 'live' },
    });
  });
});
