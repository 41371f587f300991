import { driftSince, threeWay } from './driftSince';

const deployment = (replicas: number, managers: readonly string[]) => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name: 'web',
    namespace: 'shop',
    managedFields: managers.map(manager => ({
      manager,
      operation: 'Apply' as const,
      time: '2026-01-02T03:04:05Z',
      fieldsType: 'FieldsV1',
      fieldsV1: { 'f:spec': { 'f:replicas': {} } },
    })),
  },
  spec: { replicas },
});
const masking = { mask: <T>(value: T) => value, digest: () => 'digest' };

describe('driftSince', () => {
  it.each([
    ['somebody else', ['missions', 'kubectl-edit'], 'kubectl-edit'],
    ['a later run of the portal', ['missions'], 'missions'],
  ])('names %s as who changed a value', (_who, managers, owner) => {
    const live = deployment(5, managers);
    const [drifted] = driftSince(
      deployment(2, []),
      deployment(3, ['missions']),
      live,
      'missions',
    );
    expect(drifted).toMatchObject({ prior: 2, after: 3, live: 5 });
    const { fields } = threeWay([drifted], 'Deployment', masking);
    expect(fields).toEqual([
      { path: 'spec.replicas', before: 5, after: 2, written: 3, owner },
    ]);
  });
});
