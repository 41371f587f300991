import { nameOfObject } from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  KubernetesObject,
  ServedResource,
} from '@mission-control/plugin-missions-node';
import { namespaceContent } from './namespaceContent';

const kind = (
  apiVersion: string,
  resource: string,
  name: string,
  verbs = ['list'],
): ServedResource => {
  const [version, group = ''] = apiVersion.split('/').reverse();
  return {
    group,
    version,
    resource,
    kind: name,
    namespaced: true,
    verbs,
    subresources: [],
  };
};

/** What is foreign in a namespace that holds an object of this name of each kind. */
async function contentOf(kinds: readonly ServedResource[], name = 'theirs') {
  const listed: string[] = [];
  const cluster = {
    resources: async () => ({ items: kinds, incomplete: [] }),
    list: async (path: string) => {
      listed.push(path);
      const items: KubernetesObject[] = [{ metadata: { name } }];
      return { items };
    },
  } as unknown as ClusterClient;
  const content = await namespaceContent(cluster, 'one', {});
  return { ...content, listed };
}
const foreignOf = async (...options: Parameters<typeof contentOf>) =>
  (await contentOf(...options)).foreign.map(
    ref => `${ref.apiVersion} ${nameOfObject(ref)}`,
  );

describe('namespaceContent', () => {
  it.each([
    ['v1', 'events', 'Event'],
    ['events.k8s.io/v1', 'events', 'Event'],
    ['coordination.k8s.io/v1', 'leases', 'Lease'],
    ['metrics.k8s.io/v1beta1', 'pods', 'PodMetrics'],
    ['v1', 'endpoints', 'Endpoints'],
    ['discovery.k8s.io/v1', 'endpointslices', 'EndpointSlice'],
  ])('does not count %s %s, which appear by themselves', async (...entry) => {
    expect(await foreignOf([kind(...entry)])).toEqual([]);
  });

  it.each([
    ['events', 'Event'],
    ['leases', 'Lease'],
    ['pods', 'PodMetrics'],
    ['endpoints', 'Endpoints'],
    ['endpointslices', 'EndpointSlice'],
  ])('counts %s of another group', async (resource, name) => {
    expect(await foreignOf([kind('acme.io/v1', resource, name)])).toEqual([
      `acme.io/v1 ${name} theirs`,
    ]);
  });

  it.each([
    ['configmaps', 'ConfigMap', 'kube-root-ca.crt'],
    ['serviceaccounts', 'ServiceAccount', 'default'],
  ])(
    'leaves out of %s what each namespace has, of the core group alone',
    async (resource, kindName, name) => {
      expect(
        await foreignOf(
          [
            kind('v1', resource, kindName),
            kind('acme.io/v1', resource, kindName),
          ],
          name,
        ),
      ).toEqual([`acme.io/v1 ${kindName} ${name}`]);
    },
  );

  it('lists a resource once, in a version that can be listed', async () => {
    const { foreign, listed } = await contentOf([
      kind('acme.io/v3', 'cars', 'Car', ['create']),
      kind('acme.io/v2', 'cars', 'Car'),
      kind('acme.io/v1', 'cars', 'Car'),
    ]);
    expect(listed).toEqual(['/apis/acme.io/v2/namespaces/one/cars']);
    expect(foreign).toMatchObject([{ apiVersion: 'acme.io/v2', kind: 'Car' }]);
  });
});
