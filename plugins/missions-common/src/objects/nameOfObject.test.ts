import { nameOfObject } from './nameOfObject';

describe('nameOfObject', () => {
  it.each([
    ['Deployment shop/web', { kind: 'Deployment', namespace: 'shop' }],
    ['ClusterRole web', { kind: 'ClusterRole' }],
    ['Namespace web', { kind: 'Namespace', namespace: '' }],
  ])('reads %s', (text, ref) => {
    expect(nameOfObject({ apiVersion: 'v1', name: 'web', ...ref })).toBe(text);
  });
});
