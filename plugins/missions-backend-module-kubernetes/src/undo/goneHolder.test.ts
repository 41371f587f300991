import { MissionError } from '@mission-control/plugin-missions-common';
import type { ClusterClient } from '@mission-control/plugin-missions-node';
import { goneHolder } from './goneHolder';

const refOf = (kind: string) => ({
  apiVersion: kind === 'ConfigMap' ? 'v1' : 'acme.dev/v1',
  kind,
  namespace: 'shop-old',
  name: 'settings',
});
const made = (kind: string, desired: Record<string, unknown> = {}) => ({
  kind: 'create' as const,
  object: { apiVersion: 'v1', kind, name: 'shop-old' },
  digest: '',
  desired,
});

/** A cluster whose namespace answers this, and that serves all but Widgets. */
function clusterWith(namespace: object | MissionError): ClusterClient {
  return {
    resource: async (_apiVersion: string, kind: string) => {
      if (kind === 'Widget') {
        throw new MissionError('KUBERNETES_API_ABSENT', 'not served');
      }
      return { group: '', version: 'v1', resource: 'any', namespaced: false };
    },
    request: async () => {
      if (namespace instanceof MissionError) {
        throw namespace;
      }
      return { body: namespace };
    },
  } as unknown as ClusterClient;
}
const there = { metadata: { name: 'shop-old' } };
const gone = new MissionError('KUBERNETES_NOT_FOUND', 'not found');

describe('goneHolder', () => {
  const noteOf = async (
    cluster: ClusterClient,
    kind = 'ConfigMap',
    earlier: Parameters<typeof goneHolder>[2] = [],
  ) =>
    (
      await goneHolder(
        { cluster, signal: new AbortController().signal },
        refOf(kind),
        earlier,
      )
    )?.note;

  it.each([
    ['is gone', gone],
    [
      'is being deleted',
      { metadata: { ...there.metadata, deletionTimestamp: 'now' } },
    ],
  ])('says that the namespace %s', async (what, namespace) => {
    expect(await noteOf(clusterWith(namespace))).toBe(
      `Its namespace shop-old ${what} and is not taken back: nothing can be made in it`,
    );
  });

  it('says that nobody defines the kind any more', async () => {
    expect(await noteOf(clusterWith(there), 'Widget')).toBe(
      'Its definition is gone and is not taken back: the cluster does not know Widget of acme.dev/v1',
    );
  });

  it.each([
    ['where both are there', there],
    [
      'of a namespace that it may not see',
      new MissionError('CLUSTER_FORBIDDEN', 'no'),
    ],
  ])('says nothing %s', async (_where, namespace) => {
    expect(await noteOf(clusterWith(namespace))).toBeUndefined();
  });

  it.each(['ConfigMap', 'Widget'])(
    'says nothing of a %s where a run that is taken back before may make it anew',
    async kind => {
      const run = { ...made('Mission'), kind: 'external' as const };
      expect(await noteOf(clusterWith(gone), kind, [run])).toBeUndefined();
    },
  );

  it.each([
    ['the namespace', made('Namespace'), 'ConfigMap'],
    [
      'the definition',
      made('CustomResourceDefinition', {
        spec: { group: 'acme.dev', names: { kind: 'Widget' } },
      }),
      'Widget',
    ],
  ])('says nothing where %s is made anew before', async (_what, by, kind) => {
    expect(await noteOf(clusterWith(gone), kind, [by])).toBeUndefined();
  });
});
