import {
  type ErrorCode,
  MissionError,
  type MissionErrorOptions,
} from '@mission-control/plugin-missions-common';
import type { EarlierChange } from './deferral';
import { plannedDespite } from './plannedDespite';

type Earlier = readonly Pick<EarlierChange, 'kind'>[];

const refusal = (code: ErrorCode, details?: MissionErrorOptions['details']) =>
  new MissionError(code, 'sesame is in use', { details });
const mask = <T>(text: T) => String(text).replace('sesame', '***') as T;
const warningsOf = (error: unknown, earlier: Earlier) =>
  plannedDespite(
    { mask },
    {
      kind: 'delete',
      object: { apiVersion: 'v1', kind: 'Secret', name: 'a' },
      warnings: ['Deprecated'],
    },
    error,
    earlier,
  ).warnings;
const lifted = [
  'Deprecated',
  'As things are now the API server refuses it, which may change by what is done before: *** is in use',
];

describe('plannedDespite', () => {
  it.each([
    'KUBERNETES_API_ABSENT',
    'KUBERNETES_INVALID',
    'KUBERNETES_NOT_FOUND',
    'KUBERNETES_QUOTA',
  ] as const)(
    'warns of %s, which any earlier change may lift, without secrets',
    code => {
      for (const kind of [
        'create',
        'change',
        'delete',
        'deferred',
        'external',
      ] as const) {
        expect(warningsOf(refusal(code), [{ kind: 'noop' }, { kind }])).toEqual(
          lifted,
        );
      }
    },
  );

  it('warns of a webhook that does not answer, which may go before', () => {
    const error = new MissionError(
      'KUBERNETES_SERVER_ERROR',
      'Internal error occurred: failed calling webhook "dead.acme.dev": connection refused',
    );
    expect(warningsOf(error, [{ kind: 'delete' }])).toHaveLength(2);
    expect(() => warningsOf(error, [])).toThrow(error);
  });

  it.each(['CLUSTER_THROTTLED', 'KUBERNETES_SERVER_ERROR'] as const)(
    'warns of a webhook that denies with %s, which may go before',
    code => {
      const error = refusal(code, { admission: true });
      expect(warningsOf(error, [{ kind: 'delete' }])).toEqual(lifted);
      expect(() => warningsOf(error, [])).toThrow(error);
    },
  );

  it.each<[string, Earlier]>([
    ['with', [{ kind: 'create' }]],
    ['without', []],
  ])(
    'says of a webhook that lets nobody try it just that, %s an earlier change',
    (_with, earlier) => {
      const error = refusal('KUBERNETES_INVALID', { dryRunUnsupported: true });
      expect(warningsOf(error, earlier)).toEqual([
        'Deprecated',
        'It could not be tried beforehand: *** is in use',
      ]);
    },
  );

  it('throws where nothing is changed before', () => {
    const error = refusal('KUBERNETES_INVALID');
    expect(() => warningsOf(error, [])).toThrow(error);
    expect(() =>
      warningsOf(error, [{ kind: 'noop' }, { kind: 'conflict' }]),
    ).toThrow(error);
  });

  it.each([
    'CLUSTER_FORBIDDEN',
    'CLUSTER_UNREACHABLE',
    'KUBERNETES_SERVER_ERROR',
  ] as const)('throws %s', code => {
    const error = refusal(code);
    expect(() => warningsOf(error, [{ kind: 'create' }])).toThrow(error);
  });

  it('throws what is no answer', () => {
    const error = new Error('x');
    expect(() => warningsOf(error, [{ kind: 'create' }])).toThrow(error);
  });
});
