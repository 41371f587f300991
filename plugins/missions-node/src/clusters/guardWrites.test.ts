import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { ClusterClient, ClusterRequest } from './ClusterClient';
import { guardWrites } from './guardWrites';

interface Declared extends ObjectRef {
  readonly deletes?: boolean;
}

const kinds: Record<string, string> = {
  ConfigMap: 'configmaps',
  Deployment: 'deployments',
  Namespace: 'namespaces',
  Pod: 'pods',
};
const settings: ObjectRef = {
  apiVersion: 'v1',
  kind: 'ConfigMap',
  namespace: 'web',
  name: 'settings',
};
const web: ObjectRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'web',
  name: 'web',
};
const maps = '/api/v1/namespaces/web/configmaps';
const deployment = '/apis/apps/v1/namespaces/web/deployments/web';
const pod = '/api/v1/namespaces/web/pods/web';

function guarded(...objects: Declared[]) {
  const declared = objects.map(({ deletes = false, ...object }) => ({
    object,
    deletes,
  }));
  const sent: ClusterRequest[] = [];
  const client = {
    cluster: { name: 'one' },
    identity: 'system:test',
    request: async (request: ClusterRequest) => {
      sent.push(request);
      return { status: 200, headers: {}, warnings: [], body: 'done' };
    },
    async *lines(request: ClusterRequest) {
      sent.push(request);
      yield 'a line';
    },
    list: async (path: string) => {
      sent.push({ path });
      return { items: [], resourceVersion: '1' };
    },
    async *watch(path: string) {
      sent.push({ path });
      yield { type: 'ADDED', object: {} };
    },
    resource: async (_apiVersion: string, kind: string) => ({
      resource: kinds[kind],
    }),
  } as unknown as ClusterClient;
  const who = `Action 'acme:rotate'`;
  return {
    sent,
    writing: guardWrites(client, { who, declared: () => declared }),
    reading: guardWrites(client, { who: `Check 'acme:fresh'` }),
  };
}

describe('guardWrites', () => {
  it.each<[string, ClusterRequest]>([
    ['a read', { path: maps }],
    ['a dry run', { method: 'POST', path: maps, query: { dryRun: 'All' } }],
    [
      'a dry run of a deletion',
      { method: 'DELETE', path: `${maps}/a`, query: { dryRun: 'All' } },
    ],
    [
      'a dry run of a deletion with options',
      {
        method: 'DELETE',
        path: `${maps}/a`,
        query: { dryRun: 'All' },
        body: { kind: 'DeleteOptions', dryRun: ['All'] },
      },
    ],
    [
      'a dry run of an eviction',
      { method: 'POST', path: `${pod}/eviction`, query: { dryRun: 'All' } },
    ],
    [
      'a dry run of a scale',
      {
        method: 'PATCH',
        path: `${deployment}/scale`,
        query: { dryRun: 'All' },
      },
    ],
    [
      'a GET through the proxy of a service',
      { path: '/api/v1/namespaces/web/services/web:80/proxy/healthz' },
    ],
    ...[
      'authorization.k8s.io/v1/selfsubjectaccessreviews',
      'authorization.k8s.io/v1/selfsubjectrulesreviews',
      'authorization.k8s.io/v1/namespaces/web/localsubjectaccessreviews',
      'authentication.k8s.io/v1/selfsubjectreviews',
      'authentication.k8s.io/v1/tokenreviews',
    ].map((path): [string, ClusterRequest] => [
      path,
      { method: 'POST', path: `/apis/${path}`, body: {} },
    ]),
  ])('lets %s pass where nothing may be written', async (_what, request) => {
    const { reading, sent } = guarded();
    await reading.request(request);
    expect(sent).toMatchObject([request]);
  });

  it.each<[string, ClusterRequest]>([
    ['a create', { method: 'POST', path: maps, body: { metadata: settings } }],
    ['an update', { method: 'PUT', path: `${maps}/settings` }],
    ['a patch', { method: 'PATCH', path: `${maps}/settings` }],
    ['a delete', { method: 'DELETE', path: `${maps}/settings` }],
    ['a deletion of a collection', { method: 'DELETE', path: maps }],
    [
      'a dry run that is not said in the query',
      { method: 'DELETE', path: maps, body: { dryRun: ['All'] } },
    ],
    [
      'an empty dry run',
      { method: 'DELETE', path: maps, query: { dryRun: '' } },
    ],
    ['a method in other letters', { method: 'patch' as 'PATCH', path: maps }],
    ['a path that is no resource', { method: 'POST', path: '/reset' }],
    [
      'a review of another group',
      { method: 'POST', path: '/apis/acme.dev/v1/codereviews' },
    ],
    ['exec by GET', { path: `${pod}/exec` }],
    [
      'exec as a dry run, which it does not know',
      { method: 'POST', path: `${pod}/exec`, query: { dryRun: 'All' } },
    ],
    [
      'a token by a dry run, which gives a good one',
      {
        method: 'POST',
        path: '/api/v1/namespaces/web/serviceaccounts/web/token',
        query: { dryRun: 'All' },
      },
    ],
    [
      'a credential of an aggregated API by a dry run',
      {
        method: 'POST',
        path: '/apis/login.acme.dev/v1/tokencredentialrequests',
        query: { dryRun: 'All' },
        body: {},
      },
    ],
    [
      'an unknown subresource by a dry run',
      {
        method: 'POST',
        path: `${deployment}/rollback`,
        query: { dryRun: 'All' },
      },
    ],
    [
      'a dry run of a deletion whose body says none',
      {
        method: 'DELETE',
        path: `${maps}/settings`,
        query: { dryRun: 'All' },
        body: { apiVersion: 'v1', kind: 'DeleteOptions' },
      },
    ],
    [
      'a dry run of what is no resource',
      { method: 'POST', path: '/reset', query: { dryRun: 'All' } },
    ],
    [
      'a POST through a proxy as a dry run',
      {
        method: 'POST',
        path: '/api/v1/namespaces/web/services/web/proxy/reset',
        query: { dryRun: 'All' },
      },
    ],
  ])('refuses %s where nothing may be written', async (_what, request) => {
    const { reading, sent } = guarded();
    await expect(reading.request(request)).rejects.toMatchObject({
      code: 'WRITE_NOT_DECLARED',
      retryable: false,
    });
    const lines = reading.lines(request)[Symbol.asyncIterator]();
    await expect(lines.next()).rejects.toMatchObject({
      code: 'WRITE_NOT_DECLARED',
    });
    expect(sent).toEqual([]);
  });

  it.each<[string, Declared, ClusterRequest]>([
    [
      'a create',
      settings,
      { method: 'POST', path: maps, body: { metadata: { name: 'settings' } } },
    ],
    ['a patch', settings, { method: 'PATCH', path: `${maps}/settings` }],
    [
      'a delete',
      { ...settings, deletes: true },
      { method: 'DELETE', path: `${maps}/settings` },
    ],
    [
      'another version of its API',
      web,
      { method: 'PUT', path: deployment.replace('/v1/', '/v1beta1/') },
    ],
    ['its scale', web, { method: 'PATCH', path: `${deployment}/scale` }],
    ['its status', web, { method: 'PUT', path: `${deployment}/status` }],
    [
      'an eviction',
      { ...settings, kind: 'Pod', name: 'web', deletes: true },
      { method: 'POST', path: `${pod}/eviction` },
    ],
    [
      'a namespace',
      { apiVersion: 'v1', kind: 'Namespace', name: 'web' },
      { method: 'PUT', path: '/api/v1/namespaces/web/finalize' },
    ],
  ])('lets %s pass that is declared', async (_what, declared, request) => {
    const { writing, sent } = guarded(web, declared);
    expect((await writing.request(request)).body).toBe('done');
    expect(sent).toMatchObject([request]);
  });

  it.each<[string, Declared, ClusterRequest, string]>([
    [
      'a delete that is declared as a change',
      settings,
      { method: 'DELETE', path: `${maps}/settings` },
      'none to delete it',
    ],
    [
      'an eviction that is declared as a change',
      { ...settings, kind: 'Pod', name: 'web' },
      { method: 'POST', path: `${pod}/eviction` },
      'none to delete it',
    ],
    [
      'a patch that is declared as a deletion',
      { ...settings, deletes: true },
      { method: 'PATCH', path: `${maps}/settings` },
      'one to delete it',
    ],
    [
      'a create that is declared as a deletion',
      { ...settings, deletes: true },
      { method: 'POST', path: maps, body: { metadata: { name: 'settings' } } },
      'one to delete it',
    ],
  ])('refuses %s', async (_what, declared, request, why) => {
    const { writing, sent } = guarded(declared);
    await expect(writing.request(request)).rejects.toMatchObject({
      code: 'WRITE_NOT_DECLARED',
      message: expect.stringContaining(
        `the open intent for it in the journal is ${why}`,
      ),
      remedy: expect.stringContaining('the verb delete'),
    });
    expect(sent).toEqual([]);
  });

  it('refuses a write whose intent ended while the cluster was asked for its kind', async () => {
    const open = [{ object: settings, deletes: false }];
    const client = {
      cluster: { name: 'one' },
      resource: async () => {
        open.pop();
        return { resource: 'configmaps' };
      },
    } as unknown as ClusterClient;
    const writing = guardWrites(client, {
      who: 'Action',
      declared: () => [...open],
    });
    await expect(
      writing.request({ method: 'PATCH', path: `${maps}/settings` }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('has no open intent'),
    });
  });

  it('sends what it judged, whatever becomes of the request', async () => {
    const { reading, writing, sent } = guarded(settings);
    const query: ClusterRequest['query'] = { dryRun: 'All' };
    const body = { metadata: { name: 'settings' } };
    const create = { method: 'POST', path: maps, query, body } as const;
    const pending = [reading.request(create), writing.request(create)];
    delete query.dryRun;
    body.metadata.name = 'other';
    await Promise.all(pending);
    const judged = {
      query: { dryRun: 'All' },
      body: { metadata: { name: 'settings' } },
    };
    expect(sent).toMatchObject([judged, judged]);
  });

  it('takes an inherited dry run for none, as it is not sent', async () => {
    const { reading, sent } = guarded();
    const query = Object.create({ dryRun: 'All' });
    await expect(
      reading.request({ method: 'POST', path: maps, query, body: {} }),
    ).rejects.toMatchObject({ code: 'WRITE_NOT_DECLARED' });
    expect(sent).toEqual([]);
  });

  it('judges the paths of lists and watches too', async () => {
    const { reading, sent } = guarded();
    const options = { resourceVersion: '1', signal: AbortSignal.timeout(999) };
    await reading.list(maps);
    await reading.watch(maps, options)[Symbol.asyncIterator]().next();
    expect(sent).toEqual([{ path: maps }, { path: maps }]);
    const refused = { code: 'WRITE_NOT_DECLARED' };
    await expect(reading.list(`${pod}/exec`)).rejects.toMatchObject(refused);
    await expect(
      reading.watch(`${pod}/exec`, options)[Symbol.asyncIterator]().next(),
    ).rejects.toMatchObject(refused);
    await expect(
      reading.list({ toString: () => maps } as unknown as string),
    ).rejects.toMatchObject({ code: 'INPUT_INVALID' });
    expect(sent).toHaveLength(2);
  });

  it.each<[string, ClusterRequest]>([
    ['of another name', { method: 'PATCH', path: `${maps}/other` }],
    [
      'of another namespace',
      {
        method: 'PATCH',
        path: '/api/v1/namespaces/shop/configmaps/settings',
      },
    ],
    [
      'of another kind',
      { method: 'PATCH', path: '/api/v1/namespaces/web/secrets/settings' },
    ],
    [
      'of another group',
      {
        method: 'PATCH',
        path: '/apis/acme.dev/v1/namespaces/web/configmaps/settings',
      },
    ],
    [
      'of another name in the body of a create',
      { method: 'POST', path: maps, body: { metadata: { name: 'other' } } },
    ],
    [
      'of a name that only the body of an update says',
      { method: 'PUT', path: maps, body: { metadata: { name: 'settings' } } },
    ],
  ])('refuses a write %s than was declared', async (_what, request) => {
    const { writing, sent } = guarded(settings);
    await expect(writing.request(request)).rejects.toMatchObject({
      code: 'WRITE_NOT_DECLARED',
    });
    expect(sent).toEqual([]);
  });

  it('names who, verb, object, cluster and remedy', async () => {
    const { writing, reading } = guarded();
    const patch = { method: 'PATCH', path: `${deployment}/scale` } as const;
    await expect(writing.request(patch)).rejects.toMatchObject({
      message: `Action 'acme:rotate' may not patch 'web' of deployments/scale (apps) in namespace web on cluster 'one': this try has no open intent for it in the journal`,
      remedy: expect.stringContaining('ctx.journal.intend'),
    });
    await expect(reading.request(patch)).rejects.toMatchObject({
      message: expect.stringMatching(/^Check 'acme:fresh' .*may only read$/),
      remedy: expect.stringContaining('an action with effect: write'),
    });
  });

  it('tells how to write what cannot be declared', async () => {
    const { writing } = guarded(settings);
    const body = { metadata: { generateName: 'settings-' } };
    await expect(
      writing.request({ method: 'POST', path: maps, body }),
    ).rejects.toMatchObject({
      remedy: expect.stringContaining('instead of generateName'),
    });
    await expect(
      writing.request({ method: 'DELETE', path: maps }),
    ).rejects.toMatchObject({
      message: expect.stringContaining('may not deletecollection configmaps'),
      remedy: expect.stringContaining('object by object'),
    });
  });
});
