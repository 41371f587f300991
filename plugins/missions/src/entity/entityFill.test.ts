import {
  entityFill,
  fillRank,
  unknownClusters,
  type EntityFill,
} from './entityFill';

const defaults = {
  entityRef: 'component:default/checkout',
  clusters: ['staging', 'dev'],
  namespace: 'shop',
  labelSelector: 'app=checkout',
  name: 'checkout',
};
const text = { type: 'string' };
const fill = (properties: object, spec: object = { targets: {} }) =>
  entityFill({ type: 'fix', parameters: { properties }, ...spec }, defaults);

describe('entityFill', () => {
  it('takes only what the mission has a parameter for', () => {
    expect(fill({ namespace: text, deployment: text, replicas: text })).toEqual(
      {
        clusters: ['staging', 'dev'],
        parameters: { namespace: 'shop', deployment: 'checkout' },
      },
    );
    expect(fill({ labelSelector: text, name: text }).parameters).toEqual({
      labelSelector: 'app=checkout',
      name: 'checkout',
    });
    expect(fill({ window: text }).parameters).toEqual({});
  });

  it.each([
    ['a number', { type: 'integer' }],
    ['a secret', { type: 'string', secret: true }],
    ['a choice without it', { type: 'string', enum: ['web'] }],
  ])('gives nothing to a parameter that is %s', (_, property) => {
    expect(fill({ namespace: property }).parameters).toEqual({});
  });

  it.each([
    ['wants none', {}],
    ['gives them roles', { targets: { roles: { hub: {} } } }],
  ])('chooses no cluster for a mission that %s', (_, spec) => {
    expect(fill({}, spec).clusters).toEqual([]);
  });

  it('fills no namespace in when the entity names none', () => {
    const spec = {
      type: 'fix',
      parameters: { properties: { namespace: text } },
    };
    expect(
      entityFill(spec, { ...defaults, namespace: undefined }).parameters,
    ).toEqual({});
  });
});

describe('fillRank', () => {
  it('puts parameters before clusters, and what is not known last', () => {
    const clusters = ['dev'];
    const fills: (EntityFill | undefined)[] = [
      undefined,
      { clusters: [], parameters: {} },
      { clusters, parameters: {} },
      { clusters: [], parameters: { name: 'web' } },
    ];
    expect(fills.map(fillRank)).toEqual([3, 2, 1, 0]);
  });
});

describe('unknownClusters', () => {
  it('names those that are not there, and none while nobody knows which are', () => {
    const named = ['dev', 'gone'];
    const ready = {
      kind: 'ready' as const,
      data: [{ name: 'dev' }],
      asOf: new Date(),
      stale: false,
      refresh: async () => {},
    };
    expect(unknownClusters(named, ready)).toEqual(['gone']);
    expect(unknownClusters(named, { kind: 'loading' })).toEqual([]);
  });
});
