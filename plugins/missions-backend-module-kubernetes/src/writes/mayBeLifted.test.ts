import {
  type ErrorCode,
  MissionError,
} from '@mission-control/plugin-missions-common';
import { mayBeLifted, refusedAsOfNow } from './mayBeLifted';

const refusal = (code: ErrorCode) => new MissionError(code, 'sesame is in use');

describe('mayBeLifted', () => {
  it.each([
    'KUBERNETES_INVALID',
    'KUBERNETES_NOT_FOUND',
    'KUBERNETES_QUOTA',
  ] as const)('says of %s that any earlier change may lift it', code => {
    for (const kind of ['create', 'change', 'delete', 'deferred'] as const) {
      expect(mayBeLifted(refusal(code), [{ kind: 'noop' }, { kind }])).toBe(
        true,
      );
    }
  });

  it('says that a webhook which does not answer may go before', () => {
    const error = new MissionError(
      'KUBERNETES_SERVER_ERROR',
      'Internal error occurred: failed calling webhook "dead.acme.dev": connection refused',
    );
    expect(mayBeLifted(error, [{ kind: 'delete' }])).toBe(true);
    expect(mayBeLifted(error, [])).toBe(false);
  });

  it('says no where nothing is changed before', () => {
    const error = refusal('KUBERNETES_INVALID');
    expect(mayBeLifted(error, [])).toBe(false);
    expect(mayBeLifted(error, [{ kind: 'noop' }, { kind: 'conflict' }])).toBe(
      false,
    );
  });

  it.each([
    'CLUSTER_FORBIDDEN',
    'CLUSTER_UNREACHABLE',
    'KUBERNETES_SERVER_ERROR',
  ] as const)('says no of %s', code => {
    expect(mayBeLifted(refusal(code), [{ kind: 'create' }])).toBe(false);
  });

  it('says no of what is no answer', () => {
    expect(mayBeLifted(new Error('x'), [{ kind: 'create' }])).toBe(false);
  });
});

describe('refusedAsOfNow', () => {
  it('warns of what the server says, without secrets', () => {
    const object = { apiVersion: 'v1', kind: 'Secret', name: 'a' };
    const mask = <T>(text: T) => String(text).replace('sesame', '***') as T;
    expect(
      refusedAsOfNow(
        { mask },
        { kind: 'delete', object, note: 'Owned', warnings: ['Deprecated'] },
        refusal('KUBERNETES_INVALID'),
      ),
    ).toMatchObject({
      note: 'Owned',
      warnings: [
        'Deprecated',
        expect.stringMatching(/^As things are now .*: \*\*\* is in use$/),
      ],
    });
  });
});
