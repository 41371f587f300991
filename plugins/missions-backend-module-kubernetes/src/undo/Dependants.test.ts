import { MissionError } from '@mission-control/plugin-missions-common';
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
const item = (name: string, owner: string) => ({
  metadata: { name, ownerReferences: [{ uid: owner }] },
});
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

  it('reads every page, and keeps five names of each owner', async () => {
    const { cluster, asked } = clusterOf([kind('pods', 'Pod')], ({ query }) => {
      const page = Number(query?.continue ?? 0);
      return {
        metadata: { continue: page < 19 ? String(page + 1) : '' },
        items: Array.from({ length: 500 }, (_, index) =>
          item(`${page}-${index}`, `owner-${page % 2}`),
        ),
      };
    });
    const { byOwner } = await new Dependants().in(cluster, 'one');
    expect(asked).toHaveLength(20);
    expect([...byOwner]).toEqual([
      ['owner-0', [0, 1, 2, 3, 4].map(index => `Pod 0-${index}`)],
      ['owner-1', [0, 1, 2, 3, 4].map(index => `Pod 1-${index}`)],
    ]);
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
    const { byOwner, unseen } = await new Dependants().in(cluster, 'one');
    expect(Object.fromEntries(byOwner)).toEqual({
      a: ['Pod early'],
      b: ['Pod late'],
    });
    expect(unseen).toEqual(['broken/v1', 'jobs']);
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
    const { byOwner, unseen } = await new Dependants().in(cluster, 'one');
    expect(unseen).toEqual(['broken/v1', 'secrets']);
    expect(byOwner.get('a')).toEqual(['Pod web']);
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
