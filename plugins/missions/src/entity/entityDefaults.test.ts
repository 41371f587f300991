import { entityDefaults, launchQuery } from './entityDefaults';

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

  it('fills the launch page with cluster, namespace and labels', () => {
    const query = launchQuery(entityDefaults(entity));
    expect(query.getAll('target')).toEqual(['staging', 'dev']);
    expect(JSON.parse(query.get('parameters') ?? '')).toEqual({
      namespace: 'shop',
      labelSelector: 'app=checkout',
      name: 'checkout',
      deployment: 'checkout',
    });
    expect(query.get('entity')).toBe('component:default/checkout');
  });

  it('fills nothing in when there are no annotations', () => {
    const query = launchQuery(
      entityDefaults({ ...entity, metadata: { name: 'bare' } }),
    );
    expect(query.getAll('target')).toEqual([]);
    expect(JSON.parse(query.get('parameters') ?? '')).toEqual({
      name: 'bare',
      deployment: 'bare',
    });
  });
});
