import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { Dependants } from './Dependants';
import { irreversibleDeletion } from './irreversible';

/** A cluster with so many ConfigMaps that an owner has. */
const clusterWith = (count: number) =>
  ({
    resources: async () => ({
      items: [
        {
          group: '',
          version: 'v1',
          resource: 'configmaps',
          kind: 'ConfigMap',
          namespaced: true,
          verbs: ['list'],
          subresources: [],
        },
      ],
      incomplete: [],
    }),
    request: async () => ({
      body: {
        metadata: {},
        items: Array.from({ length: count }, (_, index) => ({
          metadata: {
            name: `c${index}`,
            namespace: 'one',
            ownerReferences: [{ uid: 'owner' }],
          },
        })),
      },
    }),
  } as unknown as ClusterClient);
const lossOf = (kind: string, apiVersion: string, count: number) =>
  irreversibleDeletion(
    { cluster: clusterWith(count), signal: new AbortController().signal },
    {
      apiVersion,
      kind,
      metadata: { name: 'owner', namespace: 'one', uid: 'owner' },
    },
    { dependants: new Dependants() },
  );

describe('irreversibleDeletion', () => {
  it.each([
    [0, undefined],
    [1, 'dependants are collected with it: ConfigMap c0'],
    [
      60,
      'dependants are collected with it: ConfigMap c0, ConfigMap c1, ConfigMap c2, ConfigMap c3, ConfigMap c4 and 55 more',
    ],
  ])(
    'names the first of %i dependants, and counts the rest',
    async (n, lost) => {
      expect(await lossOf('Widget', 'acme/v1', n)).toBe(lost);
    },
  );

  it('names no dependants that come and go by themselves: each would be asked for', async () => {
    const lost = 'its Jobs are deleted with it';
    expect(await lossOf('CronJob', 'batch/v1', 1)).toBe(lost);
    expect(await lossOf('CronJob', 'batch/v1', 2)).toBe(lost);
    expect(await lossOf('CronJob', 'batch/v1', 0)).toBeUndefined();
  });

  it('counts none of a kind whose controllers make them again', async () => {
    expect(await lossOf('Deployment', 'apps/v1', 3)).toBeUndefined();
  });
});
