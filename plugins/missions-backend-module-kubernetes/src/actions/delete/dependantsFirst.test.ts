import type {
  ClusterClient,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import { dependantsFirst } from './dependantsFirst';

const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.acme.dev', uid: 'definition' },
  spec: { group: 'acme.dev', names: { kind: 'Widget' } },
};
const shop = { kind: 'Namespace', metadata: { name: 'shop', uid: 'shop' } };

const clusterOf = (objects: readonly KubernetesObject[]) =>
  ({
    resource: async (apiVersion: string, kind: string) => ({
      group: apiVersion.includes('/') ? apiVersion.split('/')[0] : '',
      version: 'v1',
      resource: kind,
      kind,
      namespaced: !['Namespace', 'CustomResourceDefinition'].includes(kind),
      verbs: [],
      subresources: [],
    }),
    request: async ({ path }: { path: string }) => ({
      body: objects.find(({ metadata }) =>
        path.endsWith(`/${metadata?.name}`),
      ) ?? { metadata: { name: path } },
    }),
  } as unknown as ClusterClient);

describe('dependantsFirst', () => {
  it('deletes what is in a namespace or of a definition before it', async () => {
    const widget = {
      apiVersion: 'acme.dev/v1',
      kind: 'Widget',
      namespace: 'shop',
      name: 'w',
    };
    const other = { ...widget, apiVersion: 'other.dev/v1', namespace: 'x' };
    const turns = await dependantsFirst(
      {
        cluster: clusterOf([definition, shop]),
        signal: new AbortController().signal,
      },
      [
        { apiVersion: 'v1', kind: 'Namespace', name: 'shop' },
        {
          apiVersion: definition.apiVersion,
          kind: definition.kind,
          name: 'widgets.acme.dev',
        },
        other,
        widget,
      ],
    );
    expect(
      turns.map(({ ref: { kind, apiVersion } }) => [kind, apiVersion]),
    ).toEqual([
      ['Widget', 'acme.dev/v1'],
      ['Namespace', 'v1'],
      ['CustomResourceDefinition', 'apiextensions.k8s.io/v1'],
      ['Widget', 'other.dev/v1'],
    ]);
    expect(turns[1].before).toEqual([widget]);
  });
});
