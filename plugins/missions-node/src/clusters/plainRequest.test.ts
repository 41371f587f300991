import type { ClusterRequest } from './ClusterClient';
import { plainRequest } from './plainRequest';

const path = '/api/v1/namespaces/web/configmaps';
const refusalOf = (part: unknown) => {
  try {
    plainRequest({ path, ...(part as Partial<ClusterRequest>) });
    return 'no refusal';
  } catch (error) {
    return `${(error as any).code}: ${(error as Error).message}`;
  }
};

describe('plainRequest', () => {
  it('keeps what is said, reads as GET what is not, and comes back as it is', () => {
    const { signal } = new AbortController();
    const made = plainRequest({
      path,
      query: { limit: 5, watch: true, continue: undefined },
      headers: { Accept: '*/*', 'Content-Type': 'text/plain' },
      body: { a: [1], b: undefined },
      signal,
      timeoutMs: 5,
      maxBytes: 6,
    });
    expect(made).toEqual({
      method: 'GET',
      path,
      query: { limit: 5, watch: true },
      headers: { accept: '*/*' },
      contentType: 'text/plain',
      body: { a: [1] },
      text: '{"a":[1]}',
      signal,
      timeoutMs: 5,
      maxBytes: 6,
    });
    expect(plainRequest(made)).toBe(made);
    expect(plainRequest({ path })).toEqual({ method: 'GET', path });
    expect(plainRequest({ method: 'patch' as 'PATCH', path }).method).toBe(
      'PATCH',
    );
  });

  it('reads each part once', () => {
    const reads: string[] = [];
    const once = <T extends object>(name: string, target: T): T =>
      new Proxy(target, {
        get(object, key) {
          reads.push(`${name}.${String(key)}`);
          return Reflect.get(object, key);
        },
      });
    plainRequest(
      once('request', {
        method: 'POST' as const,
        path,
        query: once('query', { dryRun: 'All' }),
        headers: once('headers', { accept: '*/*' }),
      }),
    );
    expect(reads).toEqual([...new Set(reads)]);
    expect(reads).toEqual(
      expect.arrayContaining(['request.path', 'query.dryRun']),
    );
  });

  it('sends the body that guards see, and nobody changes it', () => {
    let asked = 0;
    const made = plainRequest({
      method: 'POST',
      path,
      body: {
        metadata: {
          toJSON: () => ({ name: asked++ === 0 ? 'first' : 'second' }),
        },
      },
    });
    expect(JSON.parse(made.text!)).toEqual(made.body);
    expect(made.body).toEqual({ metadata: { name: 'first' } });
    expect(() => {
      (made.body as any).metadata.name = 'third';
    }).toThrow(TypeError);
    expect(() => {
      (made as any).query = { dryRun: 'All' };
    }).toThrow(TypeError);
  });

  it('leaves out what query and headers inherit', () => {
    const made = plainRequest({
      path,
      query: Object.create({ dryRun: 'All' }),
      headers: Object.create({ 'impersonate-user': 'root' }),
    });
    expect(made.query?.dryRun).toBeUndefined();
    expect(made.headers).toEqual({});
  });

  it.each([
    'Impersonate-User',
    'impersonate-group',
    'IMPERSONATE-EXTRA-scopes',
    'User-Agent',
    'Authorization',
    'X-Remote-User',
    'Host',
    'Connection',
    'Upgrade',
    'Content-Length',
    'Transfer-Encoding',
  ])('refuses the header %s', header => {
    expect(refusalOf({ headers: { [header]: 'x' } })).toBe(
      `INPUT_INVALID: The header '${header}' is not one that an action or check may send`,
    );
  });

  it.each<[string, unknown, string]>([
    [
      'a method that is an object',
      { method: { toString: () => 'GET' } },
      'A object',
    ],
    ['another method', { method: 'CONNECT' }, `'CONNECT'`],
    ['many values of one name', { query: { dryRun: ['All', ''] } }, `'dryRun'`],
    ['one value in a list', { query: { dryRun: ['All'] } }, `'dryRun'`],
    [
      'a value that is an object',
      { query: { a: { toString: () => '' } } },
      `'a'`,
    ],
    ['a header twice', { headers: { accept: 'a', Accept: 'b' } }, `'Accept'`],
    ['a header that is no text', { headers: { accept: ['a'] } }, `'accept'`],
    ['a content type that is no text', { contentType: {} }, 'contentType'],
    ['a body that is a function', { body: () => ({}) }, 'a function'],
    ['a body that JSON cannot say', { body: { a: 1n } }, 'BigInt'],
  ])('refuses %s', (_what, part, words) => {
    const refused = refusalOf(part);
    expect(refused).toMatch(/^INPUT_INVALID: /);
    expect(refused).toContain(words);
  });

  it.each([
    '/version',
    '/apis/apps/v1/',
    '/apis/rbac.authorization.k8s.io/v1/clusterroles/system%3Anode',
    '/api/v1/namespaces/web/services/http:web:80/proxy/a%2Fb//c/',
    '/api/v1/nodes/one/proxy/',
  ])('takes the path %s', taken => {
    expect(plainRequest({ path: taken }).path).toBe(taken);
  });

  it.each<unknown>([
    'api/v1',
    '//evil/api/v1',
    '/api/v1//namespaces',
    '/api/v1/namespaces/../nodes',
    '/api/v1/namespaces/%2e%2E/nodes',
    '/api/v1/namespaces/web%2Fsecrets%2Fkey',
    '/api/v1/namespaces/web%5Csecrets',
    '/api/v1/namespaces/proxy/configmaps%2Fsettings',
    '/apis/acme.dev/v1/services/a/proxy/b%2Fc',
    '/api/v1/namespaces/web/services/web/proxy/..%2F..%2Fsecrets',
    '/api/v1/namespaces/web/services/web/proxy/../x',
    '/api/v1/namespaces/web/pods/%zz',
    '/api/v1/namespaces/web%00',
    '/api/v1/pods?dryRun=All',
    '/api/v1/pods#a',
    '/api/v1/a b',
    '/api/v1/\u2024\u2024/nodes',
    { toString: () => '/version' },
    undefined,
  ])('refuses the path %s', refused => {
    expect(refusalOf({ path: refused })).toMatch(
      /^INPUT_INVALID: .* is not a path of the Kubernetes API$/,
    );
  });
});
