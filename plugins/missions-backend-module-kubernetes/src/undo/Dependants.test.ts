import {
  MissionError,
  nameOfObject,
} from '@mission-control/plugin-missions-common';
import type {
  ClusterClient,
  ClusterRequest,
} from '@mission-control/plugin-missions-node';
import { Dependants } from './Dependants';

const kind = (resource: string, name: string, version = 'v1', group = '') => ({
  group,
  version,
  resource,
  kind: name,
  namespaced: true,
  verbs: ['list'],
  subresources: [],
});
const item = (name: string, owner: string, more: object = {}) => ({
  metadata: { name, uid: name, ownerReferences: [{ uid: owner }], ...more },
});
/** Names and count, by owner. */
const ownedBy = (seen: Awaited<ReturnType<Dependants['in']>>) =>
  Object.fromEntries(
    [...seen.byOwner].map(([uid, kinds]) => [
      uid,
      kinds.flatMap(({ kept, rest }) => [
        kept.length + rest.length,
        ...kept.map(({ ref }) => nameOfObject(ref)),
      ]),
    ]),
  );
const refusal = (code: number) =>
  new MissionError('KUBERNETES_CONFLICT', 'refused', {
    details: { status: { code } },
  });

/** A cluster that serves these kinds, and keeps what it was asked. */
function clusterOf(
  items: ReturnType<typeof kind>[],
  answer: (request: ClusterRequest) => object,
) {
  const asked: ClusterRequest[] = [];
  const cluster = {
    resources: async () => ({ items, incomplete: ['broken/v1'] }),
    request: async (request: ClusterRequest) => {
      asked.push(request);
      await Promise.resolve();
      return { body: answer(request) };
    },
  } as unknown as ClusterClient;
  return { cluster, asked };
}

describe('Dependants', () => {
  it('lists each kind once per namespace, in one version, by metadata alone and without events', async () => {
    const { cluster, asked } = clusterOf(
      [
        kind('pods', 'Pod'),
        kind('events', 'Event'),
        kind('scalers', 'Scaler', 'v2', 'acme'),
        kind('scalers', 'Scaler', 'v1', 'acme'),
        { ...kind('reviews', 'Review'), verbs: ['create'] },
      ],
      () => ({ metadata: {}, items: [] }),
    );
    const dependants = new Dependants();
    await Promise.all([
      dependants.in(cluster, 'one'),
      dependants.in(cluster, 'one'),
      dependants.in(cluster, 'two'),
    ]);
    await dependants.in(cluster, 'one');
    expect(asked.map(({ path }) => path).sort()).toEqual([
      '/api/v1/namespaces/one/pods',
      '/api/v1/namespaces/two/pods',
      '/apis/acme/v2/namespaces/one/scalers',
      '/apis/acme/v2/namespaces/two/scalers',
    ]);
    expect(asked[0].headers?.accept).toMatch(
      /^application\/json;as=PartialObjectMetadataList;.*,application\/json$/,
    );
  });

  it('reads every page, counts what each owner has, and keeps the first thousand names', async () => {
    const { cluster, asked } = clusterOf([kind('pods', 'Pod')], ({ query }) => {
      const page = Number(query?.continue ?? 0);
      return {
        metadata: { continue: page < 19 ? String(page + 1) : '' },
        items: Array.from({ length: 500 }, (_, index) =>
          item(`${page}-${index}`, `owner-${page % 2}`),
        ),
      };
    });
    const seen = await new Dependants().in(cluster, 'one');
    expect(asked).toHaveLength(20);
    const first = (page: number) =>
      [page, page + 2].flatMap(at =>
        Array.from({ length: 500 }, (_, index) => `Pod ${at}-${index}`),
      );
    expect(ownedBy(seen)).toEqual({
      'owner-0': [5000, ...first(0)],
      'owner-1': [5000, ...first(1)],
    });
  });

  it('keeps all owners of what several own', async () => {
    const [a, b] = ['a', 'b'].map(uid => ({
      apiVersion: 'v1',
      kind: 'Pod',
      name: `pod-${uid}`,
      uid,
    }));
    const { cluster } = clusterOf([kind('pods', 'Pod')], () => ({
      metadata: {},
      items: [item('web', 'a', { ownerReferences: [a, b] })],
    }));
    const { byOwner } = await new Dependants().in(cluster, 'one');
    const ref = expect.objectContaining({ name: 'web' });
    expect(Object.fromEntries(byOwner)).toEqual({
      a: [{ kept: [{ ref, uid: 'web', owners: [a, b] }], rest: [] }],
      b: [{ kept: [{ ref, uid: 'web', owners: [a, b] }], rest: [] }],
    });
  });

  it('begins anew, once, when the token of a page grew too old', async () => {
    let tooOld = 0;
    const { cluster } = clusterOf(
      [kind('pods', 'Pod'), kind('jobs', 'Job')],
      ({ path, query }) => {
        const isLate = path.endsWith('/jobs') || tooOld === 0;
        if (query?.continue && isLate) {
          tooOld += 1;
          throw refusal(410);
        }
        return query?.continue
          ? { metadata: {}, items: [item('late', 'b')] }
          : { metadata: { continue: 'next' }, items: [item('early', 'a')] };
      },
    );
    const seen = await new Dependants().in(cluster, 'one');
    expect(ownedBy(seen)).toEqual({ a: [1, 'Pod early'], b: [1, 'Pod late'] });
    expect(seen.unseen).toEqual(['broken/v1', 'jobs']);
  });

  it.each([
    [
      'is refused',
      () => {
        throw new MissionError('CLUSTER_FORBIDDEN', 'not for you');
      },
    ],
    ['answers with no list', () => ({ kind: 'Status' })],
  ])('names a kind whose list %s, and keeps the others', async (_what, no) => {
    const { cluster } = clusterOf(
      [kind('secrets', 'Secret'), kind('pods', 'Pod')],
      ({ path }) =>
        path.endsWith('/secrets')
          ? no()
          : { metadata: {}, items: [item('web', 'a')] },
    );
    const seen = await new Dependants().in(cluster, 'one');
    expect(seen.unseen).toEqual(['broken/v1', 'secrets']);
    expect(ownedBy(seen)).toEqual({ a: [1, 'Pod web'] });
  });

  it.each(['KUBERNETES_NOT_FOUND', 'KUBERNETES_API_ABSENT'] as const)(
    'leaves out what is being deleted, and a kind that is served no more: %s',
    async code => {
      const { cluster } = clusterOf(
        [kind('gone', 'Gone'), kind('pods', 'Pod')],
        ({ path }) => {
          if (path.endsWith('/gone')) {
            throw new MissionError(code, 'no such kind');
          }
          const going = { deletionTimestamp: '2026-01-01T00:00:00Z' };
          return {
            metadata: {},
            items: [item('going', 'a', going), item('web', 'b')],
          };
        },
      );
      const seen = await new Dependants().in(cluster, 'one');
      expect(ownedBy(seen)).toEqual({ b: [1, 'Pod web'] });
      expect(seen.unseen).toEqual(['broken/v1']);
    },
  );

  it('looks through the whole cluster, once, for owners that are in no namespace', async () => {
    const { cluster, asked } = clusterOf(
      [
        kind('pods', 'Pod'),
        { ...kind('roles', 'Role', 'v1', 'acme'), namespaced: false },
      ],
      ({ path }) => ({
        metadata: {},
        items: path.endsWith('/pods')
          ? [item('web', 'a', { namespace: 'one' })]
          : [item('reader', 'a')],
      }),
    );
    const dependants = new Dependants();
    await dependants.in(cluster, undefined);
    const seen = await dependants.in(cluster, undefined);
    expect(ownedBy(seen)).toEqual({ a: [1, 'Pod one/web', 1, 'Role reader'] });
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/v1/pods',
      '/apis/acme/v1/roles',
    ]);
  });

  it('looks again when a look is no longer fresh: not while it lasts, and not sooner than it took', async () => {
    let now = 0;
    let took = 0;
    const { cluster, asked } = clusterOf([kind('pods', 'Pod')], () => {
      now += took;
      return { metadata: {}, items: [] };
    });
    const dependants = new Dependants({ freshMs: 10, now: () => now });
    const looksAfter = async (ms: number) => {
      now += ms;
      await Promise.all([
        dependants.in(cluster, 'one'),
        dependants.in(cluster, 'one'),
      ]);
      return asked.length;
    };
    expect(await looksAfter(0)).toBe(1);
    expect(await looksAfter(10)).toBe(1);
    took = 100;
    expect(await looksAfter(1)).toBe(2);
    expect(await looksAfter(100)).toBe(2);
    expect(await looksAfter(1)).toBe(3);
  });

  it('lists six kinds at once, not all', async () => {
    let open = 0;
    let most = 0;
    const kinds = Array.from({ length: 20 }, (_, index) =>
      kind(`things${index}`, `Thing${index}`),
    );
    const { cluster } = clusterOf(kinds, () => ({ metadata: {}, items: [] }));
    const { request } = cluster;
    const counted = {
      ...cluster,
      request: async (asked: ClusterRequest) => {
        open += 1;
        most = Math.max(most, open);
        const answer = await request(asked);
        open -= 1;
        return answer;
      },
    } as ClusterClient;
    await new Dependants().in(counted, 'one');
    expect(most).toBe(6);
  });
});
