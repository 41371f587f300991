import {
  type ErrorCode,
  MissionError,
} from '@mission-control/plugin-missions-common';
import type { Change } from '../writes';
import { mayBeLifted } from './mayBeLifted';

const change = (kind: Change['kind'], ofKind: string, name: string) => ({
  kind,
  object: { apiVersion: 'v1', kind: ofKind, namespace: 'web', name },
});
const refusal = (code: ErrorCode, missing?: string) =>
  new MissionError(code, 'No', {
    details: { status: { details: { name: missing } } },
  });
const create = change('create', 'Service', 'a');
const remove = change('delete', 'Service', 'a');

describe('mayBeLifted', () => {
  it.each([
    ['the quota is held by one of its kind', 'KUBERNETES_QUOTA', create],
    ['its port is held by one of its kind', 'KUBERNETES_INVALID', create],
    [
      'it is put back after one of its kind',
      'KUBERNETES_INVALID',
      { ...create, kind: 'change' as const },
    ],
  ] as const)('says so when %s that goes before', (_what, code, planned) => {
    const before = change('delete', 'Service', 'b');
    expect(mayBeLifted(refusal(code), planned, [before])).toBe(true);
  });

  it('says so when it goes after one of another kind', () => {
    const before = change('delete', 'ConfigMap', 'b');
    expect(mayBeLifted(refusal('KUBERNETES_INVALID'), remove, [before])).toBe(
      true,
    );
  });

  it.each(['create', 'deferred', 'change'] as const)(
    'says so when it is written before: %s',
    kind => {
      const before = change(kind, 'Service', 'a');
      expect(mayBeLifted(refusal('KUBERNETES_INVALID'), remove, [before])).toBe(
        true,
      );
    },
  );

  it.each(['create', 'deferred'] as const)(
    'says so when what it names is made anew before: %s',
    kind => {
      const error = refusal('KUBERNETES_NOT_FOUND', 'reader');
      const before = change(kind, 'Role', 'reader');
      const planned = change('create', 'RoleBinding', 'reads');
      expect(mayBeLifted(error, planned, [before])).toBe(true);
      const other = change(kind, 'Role', 'writer');
      expect(mayBeLifted(error, planned, [other])).toBe(false);
    },
  );

  it.each<[string, ErrorCode, typeof create, ReturnType<typeof change>[]]>([
    ['nothing is done before', 'KUBERNETES_QUOTA', create, []],
    [
      'only another kind goes before',
      'KUBERNETES_QUOTA',
      create,
      [change('delete', 'ConfigMap', 'b')],
    ],
    [
      'it goes after one of its kind',
      'KUBERNETES_INVALID',
      remove,
      [change('delete', 'Service', 'b')],
    ],
    [
      'others are made before',
      'KUBERNETES_INVALID',
      create,
      [change('create', 'Service', 'b')],
    ],
    [
      'what is before changes nothing',
      'KUBERNETES_INVALID',
      create,
      [change('noop', 'Service', 'a'), change('conflict', 'Service', 'a')],
    ],
  ])('says no when %s', (_what, code, planned, earlier) => {
    expect(mayBeLifted(refusal(code), planned, earlier)).toBe(false);
  });

  it.each<[string, unknown]>([
    ['rights', refusal('CLUSTER_FORBIDDEN')],
    ['a time-out', refusal('CLUSTER_TIMEOUT')],
    ['a fault of its own', new TypeError('No')],
  ])('says no of %s, whatever is done before', (_what, error) => {
    const before = [
      change('delete', 'Service', 'b'),
      change('change', 'Service', 'a'),
    ];
    expect(mayBeLifted(error, create, before)).toBe(false);
  });
});
