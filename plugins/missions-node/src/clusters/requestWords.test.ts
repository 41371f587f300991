import { requestWords } from './requestWords';

describe('requestWords', () => {
  it.each([
    ['GET', '/api/v1/pods', 'list', 'pods', undefined, undefined],
    ['GET', '/api/v1/namespaces', 'list', 'namespaces', undefined, undefined],
    ['GET', '/api/v1/namespaces/a', 'get', 'namespaces', undefined, 'a'],
    [
      'PUT',
      '/api/v1/namespaces/a/finalize',
      'update',
      'namespaces/finalize',
      undefined,
      'a',
    ],
    ['POST', '/api/v1/namespaces/a/pods', 'create', 'pods', 'a', undefined],
    ['GET', '/api/v1/namespaces/a/pods/p/log', 'get', 'pods/log', 'a', 'p'],
    [
      'PATCH',
      '/apis/apps/v1/namespaces/a/deployments/d',
      'patch',
      'deployments',
      'a',
      'd',
    ],
    [
      'DELETE',
      '/apis/x.dev/v1/things',
      'deletecollection',
      'things',
      undefined,
      undefined,
    ],
    [
      'DELETE',
      '/apis/x.dev/v1/things/a%20b',
      'delete',
      'things',
      undefined,
      'a b',
    ],
    ['GET', '/version', 'get', undefined, undefined, undefined],
    ['GET', '/apis/apps/v1', 'get', undefined, undefined, undefined],
  ])('reads %s %s', (method, path, verb, resource, namespace, name) => {
    expect(requestWords({ method, path })).toMatchObject({ verb, path });
    expect(requestWords({ method, path }).resource).toBe(resource);
    expect(requestWords({ method, path }).namespace).toBe(namespace);
    expect(requestWords({ method, path }).name).toBe(name);
  });
});
