import { MissionError } from '@mission-control/plugin-missions-common';
import { assertWritable, collectProblems } from './problems';

const namespace = { apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' };

describe('assertWritable', () => {
  it.each([
    'CLUSTER_READ_ONLY',
    'NAMESPACE_DENIED',
    'KIND_DENIED',
    'SECRET_KEY_MISSING',
  ] as const)('throws %s when the guard answers so', code => {
    const refuse = () =>
      assertWritable(
        {
          writeRefusal: () => ({ code, message: 'No, because of kube-system' }),
        },
        namespace,
        'delete',
      );
    expect(refuse).toThrow(
      expect.objectContaining({
        code,
        message: 'Namespace kube-system: No, because of kube-system',
        object: namespace,
      }),
    );
  });

  it('lets pass what no guard refuses', () => {
    expect(() =>
      assertWritable({ writeRefusal: () => undefined }, namespace, 'apply'),
    ).not.toThrow();
  });
});

describe('collectProblems', () => {
  it('names every object that cannot be planned in one error', async () => {
    const refs = ['a', 'b', 'c'].map(name => ({ ...namespace, name }));
    const work = collectProblems(
      refs,
      ref => ref,
      async ref => {
        if (ref.name !== 'b') {
          throw new MissionError('NAMESPACE_DENIED', 'Not there');
        }
        return ref.name;
      },
    );
    await expect(work).rejects.toMatchObject({
      code: 'NAMESPACE_DENIED',
      message:
        '2 objects cannot be planned:\n- Namespace a: Not there\n- Namespace c: Not there',
    });
  });
});
