import { otherOwner } from './owners';

const live = (manager: string, metadata: object = {}) => ({
  metadata: {
    name: 'web',
    managedFields: [
      {
        manager,
        operation: 'Update' as const,
        fieldsV1: { 'f:spec': { 'f:replicas': {} } },
      },
    ],
    ...metadata,
  },
});
const paths = [['spec', 'replicas']];

describe('otherOwner', () => {
  it('names a tool by its field manager', () => {
    expect(otherOwner(live('argocd-controller'), paths)).toBe(
      'Argo CD (argocd-controller)',
    );
  });

  it.each(['constructor', 'toString', '__proto__'])(
    'takes a manager that is called %s for nobody that is known',
    manager => {
      expect(otherOwner(live(manager), paths)).toBeUndefined();
    },
  );

  it('looks at an object whose labels and annotations are null', () => {
    const nothing = { labels: null, annotations: null, ownerReferences: null };
    expect(otherOwner(live('kubectl', nothing), paths)).toBeUndefined();
  });
});
