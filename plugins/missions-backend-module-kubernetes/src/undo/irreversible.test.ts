import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { Dependants } from './Dependants';
import { irreversibleDeletion } from './irreversible';

const GROUPS: Readonly<Record<string, string>> = {
  Job: 'batch',
  ReplicaSet: 'apps',
  EndpointSlice: 'discovery.k8s.io',
};

/** A cluster with so many objects that an owner controls. */
const clusterWith = (count: number, dependant: string) =>
  ({
    resources: async () => ({
      items: [
        {
          group: GROUPS[dependant] ?? '',
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
            uid: `uid-${index}`,
            namespace: 'one',
            ownerReferences: [
              { name: 'owner', uid: 'owner', controller: true },
            ],
          },
        })),
      },
    }),
  } as unknown as ClusterClient);
const lossOf = async (
  kind: string,
  apiVersion: string,
  count: number,
  { dependant = 'ConfigMap', known = 0 } = {},
) => {
  const loss = await irreversibleDeletion(
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
  return loss.certain;
};

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
    ['Deployment', 'apps/v1', 'ReplicaSet'],
    ['Service', 'v1', 'EndpointSlice'],
    ['StatefulSet', 'apps/v1', 'Pod'],
  ])(
    'counts of a %s what its controllers do not make again',
    async (kind, apiVersion, dependant) => {
      expect(
        await lossOf(kind, apiVersion, 2_000, { dependant }),
      ).toBeUndefined();
      expect(await lossOf(kind, apiVersion, 1)).toBe(
        'dependants are collected with it: ConfigMap c0',
      );
    },
  );

  describe('of what two own', () => {
    const owner = (name: string) => ({
      apiVersion: 'acme/v1',
      kind: 'Widget',
      name,
      uid: name,
    });
    const ref = (name: string) => ({
      apiVersion: 'acme/v1',
      kind: 'Widget',
      namespace: 'one',
      name,
    });
    /** Its dependant c has this other owner, which is there with a uid or gone. */
    const lossBeside = (
      other: 'there' | 'gone' | 'made anew' | 'unseen',
      known: readonly string[] = [],
    ) => {
      const { resources } = clusterWith(0, 'ConfigMap');
      const cluster = {
        resources,
        resource: async () => ({
          group: 'acme',
          version: 'v1',
          resource: 'widgets',
          kind: 'Widget',
          namespaced: true,
          verbs: [],
          subresources: [],
        }),
        request: async ({ path }: { path: string }) => {
          if (!path.endsWith('/other')) {
            const ownerReferences = [owner('first'), owner('other')];
            const metadata = { name: 'c', namespace: 'one', ownerReferences };
            return { body: { metadata: {}, items: [{ metadata }] } };
          }
          if (other === 'gone' || other === 'unseen') {
            throw new MissionError(
              other === 'gone' ? 'KUBERNETES_NOT_FOUND' : 'CLUSTER_FORBIDDEN',
              other,
            );
          }
          const uid = other === 'there' ? 'other' : 'anew';
          return { body: { metadata: { name: 'other', uid } } };
        },
      } as unknown as ClusterClient;
      return irreversibleDeletion(
        { cluster, signal: new AbortController().signal },
        {
          apiVersion: 'acme/v1',
          kind: 'Widget',
          metadata: { name: 'first', namespace: 'one', uid: 'first' },
        },
        { dependants: new Dependants(), known: known.map(ref) },
      );
    };
    const LOST = {
      certain: 'dependants are collected with it: ConfigMap c',
    };

    it.each([
      ['nothing while the other is there', 'there', {}],
      ['nothing while the other cannot be seen', 'unseen', {}],
      ['it when the other is gone', 'gone', LOST],
      ['it when the other was made anew', 'made anew', LOST],
    ] as const)('counts %s', async (_what, other, loss) => {
      expect(await lossBeside(other)).toEqual(loss);
    });

    it('counts it when the other is deleted before', async () => {
      expect(await lossBeside('there', ['other'])).toEqual(LOST);
    });
  });

  it.each([
    ['KUBERNETES_API_ABSENT', {}],
    [
      'CLUSTER_FORBIDDEN',
      {
        unseen:
          'whether windows exist could not be seen: windows: Not to be had',
      },
    ],
  ] as const)(
    'does not know what goes with a definition when its list is refused as %s',
    async (code, loss) => {
      const list = async () => {
        throw new MissionError(code, 'Not to be had');
      };
      const names = { kind: 'Window', plural: 'windows' };
      const spec = {
        group: 'acme',
        names,
        versions: [{ name: 'v1', served: true }],
      };
      expect(
        await irreversibleDeletion(
          {
            cluster: { list } as unknown as ClusterClient,
            signal: new AbortController().signal,
          },
          {
            apiVersion: 'apiextensions.k8s.io/v1',
            kind: 'CustomResourceDefinition',
            metadata: { name: 'windows.acme' },
            spec,
          },
          { dependants: new Dependants() },
        ),
      ).toEqual(loss);
    },
  );
});
