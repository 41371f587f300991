import { clusterColour } from './clusterColour';

describe('clusterColour', () => {
  it('gives the usual names of clusters colours that differ', () => {
    const names = [
      ...['dev', 'test', 'staging', 'prod', 'prod-eu', 'prod-us'],
      ...['edge-1', 'edge-2', 'alpha', 'beta', 'gamma'],
    ];
    expect(new Set(names.map(clusterColour)).size).toBe(names.length);
  });

  it('gives a name the same colour whenever it is asked', () => {
    expect(clusterColour('prod-eu')).toBe(clusterColour('prod-eu'));
  });
});
