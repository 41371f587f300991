import { entityDefaults } from './entityDefaults';
import { launchQuery } from './entityFill';

const entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'checkout',
    annotations: {
      'backstage.io/kubernetes-namespace': 'shop',
      'backstage.io/kubernetes-cluster': 'staging, dev',
      'backstage.io/kubernetes-label-selector': 'app=checkout',
    },
  },
};

describe('entityDefaults', () => {
  it('reads where an entity runs from its annotations', () => {
    expect(entityDefaults(entity)).toEqual({
      entityRef: 'component:default/checkout',
      clusters: ['staging', 'dev'],
      namespace: 'shop',
      labelSelector: 'app=checkout',
      name: 'checkout',
    });
  });

  it('goes by the name in the catalog, and by no place, without annotations', () => {
    expect(entityDefaults({ ...entity, metadata: { name: 'bare' } })).toEqual({
      entityRef: 'component:default/bare',
      clusters: [],
      name: 'bare',
    });
  });

  it('goes by the name that it has on the clusters', () => {
    const annotations = { 'backstage.io/kubernetes-id': 'web' };
    expect(
      entityDefaults({ ...entity, metadata: { name: 'shop-web', annotations } })
        .name,
    ).toBe('web');
  });
});

describe('launchQuery', () => {
  it('fills the launch page with what the mission takes', () => {
    const query = launchQuery(entityDefaults(entity), {
      clusters: ['staging', 'dev'],
      parameters: { namespace: 'shop', deployment: 'checkout' },
    });
    expect(query.getAll('target')).toEqual(['staging', 'dev']);
    expect(JSON.parse(query.get('parameters') ?? '')).toEqual({
      namespace: 'shop',
      deployment: 'checkout',
    });
    expect(query.get('entity')).toBe('component:default/checkout');
  });

  it('fills nothing in for a mission that takes nothing', () => {
    const query = launchQuery(entityDefaults(entity), {
      clusters: [],
      parameters: {},
    });
    expect([...query.keys()]).toEqual(['entity']);
  });
});
