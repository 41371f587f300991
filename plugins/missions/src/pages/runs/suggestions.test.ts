import {
  aFinishedRun,
  aMissionSummary,
  anOrbit,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import { suggestionsOf, type SuggestionFacts } from './suggestions';

const facts = (change: Partial<SuggestionFacts>): SuggestionFacts => ({
  orbits: [],
  active: [],
  completed: [],
  unused: [],
  ...change,
});
const failed = aFinishedRun({
  id: 'failed',
  missionRef: 'a/web',
  state: 'failed',
  createdAt: new Date(1_000),
  targets: [
    { id: 'dev', state: 'succeeded' },
    { id: 'edge-1', state: 'failed' },
  ],
});

describe('suggestionsOf', () => {
  it('suggests nothing without a fact', () => {
    expect(
      suggestionsOf(facts({ orbits: [anOrbit()], active: [aRunSummary()] })),
    ).toEqual([]);
  });

  it('names an orbit that did not look on time', () => {
    const late = anOrbit({ state: 'late', lateSince: new Date(5) });
    expect(suggestionsOf(facts({ orbits: [late] }))).toMatchObject([
      { kind: 'late', title: late.title, since: new Date(5) },
    ]);
  });

  it('names a failed cluster that nobody looked after', () => {
    expect(suggestionsOf(facts({ completed: [failed] }))).toMatchObject([
      { kind: 'failed', clusters: ['edge-1'] },
    ]);
  });

  it('names the fix of what a step failed for, before its run', () => {
    const fix = aMissionSummary({
      ref: 'a/fix',
      match: { reason: 'ImagePullBackOff', words: 'Back-off pulling image' },
    });
    const found = facts({
      completed: [failed],
      fixes: [{ run: failed, mission: fix }],
    });
    expect(suggestionsOf(found)).toMatchObject([
      { kind: 'fix', mission: { ref: 'a/fix' }, reason: 'ImagePullBackOff' },
      { kind: 'failed' },
    ]);
    const unmatched = { ...fix, match: undefined };
    expect(
      suggestionsOf(facts({ fixes: [{ run: failed, mission: unmatched }] })),
    ).toEqual([]);
  });

  it.each([
    ['taken back', { completed: [{ ...failed, undoneBy: 'undo' }] }],
    [
      'run again since',
      {
        completed: [failed],
        active: [
          aRunSummary({ missionRef: 'a/web', createdAt: new Date(2_000) }),
        ],
      },
    ],
  ])('leaves out what was %s', (_what, change) => {
    expect(suggestionsOf(facts(change))).toEqual([]);
  });

  it('names a decision of others, not my own', () => {
    const run = aRunSummary({
      state: 'needs_decision',
      targets: [{ id: 'edge-1', state: 'needs_decision' }],
    });
    const mine = { ...run, waitingForMe: ['decision' as const] };
    const others = { ...run, id: 'others', waitingForMe: [] };
    expect(suggestionsOf(facts({ active: [mine, others] }))).toMatchObject([
      { kind: 'waits', clusters: ['edge-1'], run: { id: 'others' } },
    ]);
  });

  it('names an unused mission only where a machine found that it fits', () => {
    const mission = aMissionSummary({ runs: { total: 0, succeeded: 0 } });
    const fitness = (['fit', 'warn', 'unknown', 'unfit'] as const).map(
      verdict => ({ cluster: { name: verdict }, verdict, checks: [] }),
    );
    expect(
      suggestionsOf(facts({ unused: [{ mission, fitness }] })),
    ).toMatchObject([{ kind: 'never', clusters: ['fit'] }]);
    expect(
      suggestionsOf(
        facts({ unused: [{ mission, fitness: fitness.slice(1) }] }),
      ),
    ).toEqual([]);
  });
});
