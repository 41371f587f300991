import { inClusterOrder } from './clusterOrder';

const cluster = (name: string, environment: string, production = false) => ({
  name,
  environment,
  production,
});

describe('inClusterOrder', () => {
  it('goes from production over staging to development, then by name', () => {
    const ordered = inClusterOrder([
      cluster('dev', 'development'),
      cluster('edge', 'edge'),
      cluster('prod-us', 'production', true),
      cluster('staging', 'staging'),
      cluster('bank', 'edge', true),
      cluster('prod-eu', 'production', true),
      cluster('qa', 'test'),
    ]);
    expect(ordered.map(({ name }) => name)).toEqual([
      'prod-eu',
      'prod-us',
      'bank',
      'staging',
      'qa',
      'dev',
      'edge',
    ]);
  });
});
