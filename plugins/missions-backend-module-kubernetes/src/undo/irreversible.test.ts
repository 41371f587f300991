import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { Dependants } from './Dependants';
import { irreversibleDeletion } from './irreversible';

/** A cluster with so many objects that an owner has. */
const clusterWith = (count: number, dependant: string) =>
  ({
    resources: async () => ({
      items: [
        {
          group: dependant === 'Job' ? 'batch' : '',
          version: 'v1',
          resource: 'dependants',
          kind: dependant,
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
const lossOf = (
  kind: string,
  apiVersion: string,
  count: number,
  { dependant = 'ConfigMap', known = 0 } = {},
) =>
  irreversibleDeletion(
    {
      cluster: clusterWith(count, dependant),
      signal: new AbortController().signal,
    },
    {
      apiVersion,
      kind,
      metadata: { name: 'owner', namespace: 'one', uid: 'owner' },
    },
    {
      dependants: new Dependants(),
      known: Array.from({ length: known }, (_, index) => ({
        apiVersion: 'v1',
        kind: 'ConfigMap',
        namespace: 'one',
        name: `c${index}`,
      })),
    },
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

  it.each([
    ['Job', 'batch/v1', 'CronJob'],
    ['Job', 'acme/v1', 'Widget'],
    ['Pod', 'acme/v1', 'Widget'],
  ])(
    'names no %s of a %s %s: they come and go, and each would be asked for',
    async (dependant, apiVersion, kind) => {
      const lost = `dependants are collected with it: its ${dependant}s`;
      for (const count of [1, 2, 60]) {
        expect(await lossOf(kind, apiVersion, count, { dependant })).toBe(lost);
      }
      expect(await lossOf(kind, apiVersion, 0, { dependant })).toBeUndefined();
    },
  );

  it.each([
    [60, 60, undefined],
    [60, 59, 'dependants are collected with it: ConfigMap c59'],
    [1003, 1003, 'dependants are collected with it: 3 objects'],
  ])(
    'counts of %i dependants none of %i that are deleted before, as far as they are kept',
    async (count, known, lost) => {
      expect(await lossOf('Widget', 'acme/v1', count, { known })).toBe(lost);
    },
  );

  it.each([
    ['Deployment', 'apps/v1'],
    ['Service', 'v1'],
  ])(
    'counts of a %s what its controllers do not make again',
    async (kind, apiVersion) => {
      const dependant = 'Pod';
      expect(
        await lossOf(kind, apiVersion, 2_000, { dependant }),
      ).toBeUndefined();
      expect(await lossOf(kind, apiVersion, 1)).toBe(
        'dependants are collected with it: ConfigMap c0',
      );
    },
  );
});
