import { outcomeSentence, type TargetEnd } from './outcome';

const ended = (
  targetId: string,
  state: TargetEnd['state'],
  more: Partial<TargetEnd> = {},
): TargetEnd => ({ targetId, state, ...more });

describe('outcomeSentence', () => {
  it.each<[string, TargetEnd[], number]>([
    ['dev succeeded', [ended('dev', 'succeeded')], 0],
    [
      'The run could not be proved: No check',
      [ended('-', 'inconclusive', { reason: 'No check' })],
      0,
    ],
    [
      'Both clusters succeeded',
      [ended('dev', 'succeeded'), ended('prod-eu', 'succeeded')],
      0,
    ],
    ['dev was planned', [ended('dev', 'planned')], 0],
    [
      'All 3 clusters were planned',
      ['a', 'b', 'c'].map(id => ended(id, 'planned')),
      0,
    ],
    [
      "prod-eu failed at step 'Install': no quota; staging succeeded",
      [
        ended('staging', 'succeeded'),
        ended('prod-eu', 'failed', {
          reason: 'Install: no quota',
          step: 'Install',
        }),
      ],
      0,
    ],
    [
      "prod-eu failed at step 'Install'",
      [ended('prod-eu', 'failed', { step: 'Install' })],
      0,
    ],
    [
      'b and c were cancelled; a succeeded; 2 failed steps were skipped by a person',
      [
        ended('a', 'succeeded'),
        ended('b', 'cancelled'),
        ended('c', 'cancelled'),
      ],
      2,
    ],
    [
      '4 clusters failed (a, b, c, d); 4 clusters succeeded',
      [
        ...['a', 'b', 'c', 'd'].map(id => ended(id, 'failed')),
        ...['e', 'f', 'g', 'h'].map(id => ended(id, 'succeeded')),
      ],
      0,
    ],
  ])('says: %s', (text, targets, overridden) => {
    expect(outcomeSentence(targets, overridden)).toBe(text);
  });

  it('names what an undo kept, with the reason', () => {
    const kept = ['a', 'b', 'c', 'd'].map(name => ({
      object: { apiVersion: 'v1', kind: 'Namespace', name },
      reason: 'It stays',
    }));
    expect(outcomeSentence([ended('dev', 'succeeded')], 0, kept)).toBe(
      'dev succeeded; kept: Namespace a (It stays), Namespace b (It stays), Namespace c (It stays) and 1 more',
    );
  });
});
