import { differingImages, lastGoodRevision, revisionsOf } from './revisions';

const deployment = { metadata: { uid: 'd' } };
const replicaSet = (
  name: string,
  revision: string,
  image: string,
  ready: number,
  owner = 'd',
) => ({
  metadata: {
    name,
    annotations: { 'deployment.kubernetes.io/revision': revision },
    ownerReferences: [{ controller: true, uid: owner }],
  },
  spec: {
    replicas: 2,
    template: {
      spec: {
        containers: [
          { name: 'web', image },
          { name: 'log', image: 'log:1' },
        ],
      },
    },
  },
  status: { readyReplicas: ready },
});

describe('revisionsOf', () => {
  const revisions = revisionsOf(deployment, [
    replicaSet('web-2', '2', 'web:2', 1),
    replicaSet('web-10', '10', 'web:broken', 0),
    replicaSet('web-9', '9', 'web:also-broken', 0),
    replicaSet('other', '11', 'other:1', 3, 'somebody else'),
  ]);

  it('sorts by number, newest first, and leaves ReplicaSets of others out', () => {
    expect(revisions.map(({ revision }) => revision)).toEqual([10, 9, 2]);
  });

  it('finds the newest earlier revision with ready pods', () => {
    expect(lastGoodRevision(revisions)?.revision).toBe(2);
    expect(lastGoodRevision(revisions.slice(0, 2))).toBeUndefined();
  });

  it('names only the containers whose image differs', () => {
    expect(differingImages(revisions[0], revisions[2])).toEqual([
      { name: 'web', image: 'web:2' },
    ]);
  });
});
