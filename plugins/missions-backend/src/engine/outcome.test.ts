import { outcomeSentence } from './outcome';

describe('outcomeSentence', () => {
  it.each([
    [[{ targetId: 'dev', state: 'succeeded' as const }], 0, 'dev succeeded'],
    [
      [{ targetId: '-', state: 'inconclusive' as const, reason: 'No check' }],
      0,
      'The run could not be proved: No check',
    ],
    [
      [
        { targetId: 'a', state: 'succeeded' as const },
        { targetId: 'b', state: 'failed' as const },
        { targetId: 'c', state: 'inconclusive' as const },
      ],
      2,
      'Of 3 targets, 1 succeeded, 1 failed (b), 1 could not be proved (c); 2 failed steps were skipped by a person',
    ],
  ])('tells %j with %i skipped', (targets, overridden, text) => {
    expect(outcomeSentence(targets, overridden)).toBe(text);
  });
});
