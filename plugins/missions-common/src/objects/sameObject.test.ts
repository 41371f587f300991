import { sameObject } from './sameObject';

const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};

describe('sameObject', () => {
  it.each([
    ['another version of its API', { apiVersion: 'apps/v1beta1' }, true],
    ['another group', { apiVersion: 'v1' }, false],
    ['another kind', { kind: 'StatefulSet' }, false],
    ['another namespace', { namespace: undefined }, false],
    ['another name', { name: 'api' }, false],
  ])('takes %s into account', (_what, change, same) => {
    expect(sameObject(web, { ...web, ...change })).toBe(same);
  });

  it('reads a missing namespace as the cluster itself', () => {
    const space = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };
    expect(sameObject(space, { ...space, namespace: '' })).toBe(true);
  });
});
