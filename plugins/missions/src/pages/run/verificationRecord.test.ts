import { verificationRecord } from './verificationRecord';

const run = {
  demo: false,
  finishedAt: new Date('2026-11-21T23:59:00Z'),
  undoneBy: undefined,
};
const facts = {
  verb: 'install' as const,
  done: ['prod'],
  others: [],
  passed: 2,
  skipped: 0,
};
const seen = { by: 'jane: "j"', reference: 'https://example.com/runs/1#a' };

describe('verificationRecord', () => {
  it('is YAML of one record, whatever the names hold', () => {
    expect(verificationRecord(run, facts, seen)).toBe(
      [
        '- by: "jane: \\"j\\""',
        '  role: community',
        "  date: '2026-11-21'",
        '  reference: "https://example.com/runs/1#a"',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['on simulated clusters', { demo: true }, {}],
    ['that was taken back', { undoneBy: 'run-2' }, {}],
    ['that goes on', { finishedAt: undefined }, {}],
    ['that proved nothing', {}, { passed: 0 }],
    ['with a step that a person skipped', {}, { skipped: 1 }],
    ['that ended nowhere', {}, { done: [] }],
    [
      'that failed on one cluster',
      {},
      { others: [{ state: 'failed' as const, names: ['dev'] }] },
    ],
    ['that took back', {}, { verb: 'undone' as const }],
    ['that only planned', {}, { verb: 'planned' as const }],
    ['that only looked', {}, { verb: 'orbit' as const }],
    [
      'whose missions have runs of their own',
      {},
      { verb: 'sequence' as const },
    ],
  ])('is not made of a run %s', (_, ofRun, ofFacts) => {
    expect(
      verificationRecord({ ...run, ...ofRun }, { ...facts, ...ofFacts }, seen),
    ).toBeUndefined();
  });
});
