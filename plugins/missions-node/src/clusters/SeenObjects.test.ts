import {
  MissionError,
  type ErrorCode,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  ClusterRequest,
  KubernetesObject,
} from './ClusterClient';
import { guardWrites } from './guardWrites';
import { SeenObjects } from './SeenObjects';

const web: ObjectRef = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  namespace: 'shop',
  name: 'web',
};
const path = '/apis/apps/v1/namespaces/shop/deployments/web';
const withUid = (uid: string) => ({ metadata: { name: 'web', uid } });

function start(first: KubernetesObject | null) {
  const state = { live: first, failure: undefined as ErrorCode | undefined };
  const asked: ClusterRequest[] = [];
  const client = {
    cluster: { name: 'one' },
    resource: async () => ({ resource: 'deployments' }),
    async request(request: ClusterRequest) {
      asked.push(request);
      const code = state.failure ?? (!state.live && 'KUBERNETES_NOT_FOUND');
      if (code) {
        throw new MissionError(code, 'No');
      }
      return { status: 200, headers: {}, warnings: [], body: state.live };
    },
  } as unknown as ClusterClient;
  const seen = new SeenObjects();
  const declared = [{ object: web, deletes: false }];
  return {
    state,
    asked,
    guarded: guardWrites(client, {
      who: 'Step',
      declared: () => declared,
      seen,
    }),
    refusal: (prior: KubernetesObject | null) =>
      seen.refusal(client, { verb: 'apply', object: web, prior }),
  };
}

describe('SeenObjects', () => {
  it('asks nothing for what the try saw', async () => {
    const { guarded, refusal, asked } = start(withUid('a'));
    await guarded.request({ path });
    expect(await refusal(withUid('a'))).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it('asks nothing for what the try saw to be absent', async () => {
    const { guarded, refusal, asked } = start(null);
    await expect(guarded.request({ path })).rejects.toMatchObject({
      code: 'KUBERNETES_NOT_FOUND',
    });
    expect(await refusal(null)).toBeUndefined();
    expect(asked).toHaveLength(1);
  });

  it.each<[string, ClusterRequest]>([
    ['nowhere', { path: '/version' }],
    ['in a cache', { path, query: { resourceVersion: '0' } }],
    ['in another form', { path, headers: { accept: 'text/plain' } }],
    ['at a subresource', { path: `${path}/scale` }],
    ['before a write', { method: 'PATCH', path, body: {} }],
  ])('asks the cluster when the try looked %s', async (_where, request) => {
    const { guarded, refusal, asked } = start(withUid('a'));
    await guarded.request({ path: request.method ? path : '/version' });
    await guarded.request(request);
    const before = asked.length;
    expect(await refusal(withUid('a'))).toBeUndefined();
    expect(asked.slice(before)).toMatchObject([{ path }]);
  });

  it('believes the cluster when it changed since the try looked', async () => {
    const { guarded, refusal, state } = start(withUid('a'));
    await guarded.request({ path });
    state.live = withUid('b');
    expect(await refusal(withUid('b'))).toBeUndefined();
  });

  it.each<[string, KubernetesObject | null, KubernetesObject | null, string]>([
    [
      'no object where there is one',
      withUid('a'),
      null,
      `no object before it, and cluster 'one' has one with the uid 'a'`,
    ],
    [
      'an object where there is none',
      null,
      withUid('a'),
      `the uid 'a' before it, and cluster 'one' has none`,
    ],
    [
      'another object',
      withUid('a'),
      withUid('b'),
      `the uid 'b' before it, and cluster 'one' has one with the uid 'a'`,
    ],
    [
      'an object without its uid',
      withUid('a'),
      {},
      `the uid '' before it, and cluster 'one' has one with the uid 'a'`,
    ],
  ])('refuses %s', async (_what, live, prior, why) => {
    const { guarded, refusal } = start(live);
    const refused = {
      code: 'WRITE_NOT_DECLARED',
      object: web,
      message: `'apply' of Deployment shop/web was declared with ${why}`,
      remedy: expect.stringContaining('right before ctx.journal.intend'),
    };
    expect(await refusal(prior)).toMatchObject(refused);
    await guarded.request({ path }).catch(() => undefined);
    expect(await refusal(prior)).toMatchObject(refused);
  });

  it.each<ErrorCode>(['CLUSTER_FORBIDDEN', 'KUBERNETES_API_ABSENT'])(
    'compares nothing where the cluster answers %s',
    async failure => {
      const { refusal, state } = start(withUid('a'));
      state.failure = failure;
      expect(await refusal(null)).toBeUndefined();
    },
  );

  it('takes no silence for an answer', async () => {
    const { refusal, state } = start(withUid('a'));
    state.failure = 'CLUSTER_TIMEOUT';
    await expect(refusal(null)).rejects.toMatchObject({
      code: 'CLUSTER_TIMEOUT',
    });
  });
});
