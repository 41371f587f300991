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

  describe('of an undo that left objects', () => {
    const left = (name: string, targetId = 'dev', reason = 'It stays') => ({
      targetId,
      object: { apiVersion: 'v1', kind: 'Namespace', name },
      reason,
    });
    const dev = [ended('dev', 'succeeded')];

    it('names each with the reason, and with the cluster where there are several', () => {
      expect(outcomeSentence(dev, 0, [left('a')])).toBe(
        'dev succeeded; taken back, except 1 object: Namespace a (It stays)',
      );
      expect(
        outcomeSentence([...dev, ended('prod', 'succeeded')], 0, [
          left('a'),
          left('a', 'prod', 'by choice'),
        ]),
      ).toBe(
        'Both clusters succeeded; taken back, except 2 objects: Namespace a on dev (It stays), Namespace a on prod (by choice)',
      );
    });

    it('counts those beyond the tenth and says where they are listed', () => {
      const kept = [...'abcdefghijkl'].map(name => left(name));
      const sentence = outcomeSentence(dev, 0, kept);
      expect(sentence).toContain('except 12 objects: Namespace a (It stays), ');
      expect(sentence).toMatch(
        /Namespace j \(It stays\) and 2 more, listed on the page of the undo$/,
      );
    });

    it('shows that it cut a long reason', () => {
      const kept = [left('a', 'dev', 'x'.repeat(300))];
      expect(outcomeSentence(dev, 0, kept)).toBe(
        `dev succeeded; taken back, except 1 object: Namespace a (${'x'.repeat(
          199,
        )}…)`,
      );
    });

    it('calls nothing taken back where no cluster succeeded', () => {
      const failed = [ended('dev', 'inconclusive', { reason: 'Nothing' })];
      expect(outcomeSentence(failed, 0, [left('a')])).toBe(
        'dev could not be proved: Nothing; kept: Namespace a (It stays)',
      );
    });
  });
});
