import {
  aFinishedRun,
  aRunSummary,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import {
  standingOf,
  standingOn,
  standingTone,
  type KnownRun,
} from './standing';

const done = { id: 'prod-us', state: 'succeeded' } as const;
const ended = (change: Partial<KnownRun> = {}): KnownRun => ({
  ...aRunSummary({ state: 'succeeded', targets: [done] }),
  ...change,
});
const two = [done, { id: 'edge-1', state: 'succeeded' as const }];
const left = (targetId: string) => ({
  targetId,
  object: { apiVersion: 'v1', kind: 'ConfigMap', name: 'page' },
  reason: 'by choice',
});
const tones = (run: KnownRun) => [
  standingTone(standingOf(run)),
  standingTone(standingOn(run, done)),
];

describe('how a run and its clusters stand', () => {
  it.each<[string, KnownRun, string[]]>([
    ['is green when it was proven', ended(), ['ok', 'ok']],
    [
      'is not green when an undo left something',
      ended({ undoOf: 'first', keptCount: 2 }),
      ['warn', 'warn'],
    ],
    [
      'is calm once it was taken back',
      ended({ undoneBy: 'undo' }),
      ['idle', 'idle'],
    ],
    [
      'is what it found when it looked',
      ended({ type: 'orbit', verdict: { findings: 3, assessed: 9 } }),
      ['warn', 'warn'],
    ],
    [
      'is unknown when nobody knows what a look found',
      ended({ type: 'orbit' }),
      ['unknown', 'unknown'],
    ],
    [
      'is green when one cluster was looked at and nothing was found',
      ended({ type: 'orbit', verdict: { findings: 0, assessed: 9 } }),
      ['ok', 'ok'],
    ],
    [
      'says nothing of one of several clusters that were looked at',
      ended({
        type: 'orbit',
        targets: two,
        verdict: { findings: 3, assessed: 9 },
      }),
      ['warn', 'idle'],
    ],
    [
      'says nothing of a cluster while its look goes on elsewhere',
      ended({ type: 'orbit', state: 'running' }),
      ['run', 'idle'],
    ],
  ])('%s', (_, run, expected) => {
    expect(tones(run)).toEqual(expected);
  });

  it('counts on a page what an undo left, cluster by cluster', () => {
    const run = aFinishedRun({
      undoOf: 'first',
      keptCount: 1,
      kept: [left('edge-1')],
      targets: two,
    });
    expect(two.map(target => standingOn(run, target))).toEqual([
      { kind: 'state', state: 'succeeded' },
      { kind: 'kept', count: 1 },
    ]);
  });

  it('calls only those clusters taken back that an undo was about', () => {
    const undo = aRunSummary({ state: 'succeeded', targets: [done] });
    const run = aFinishedRun({
      undoneBy: undo.id,
      undoRuns: [undo],
      targets: two,
    });
    expect(two.map(target => standingOn(run, target).kind)).toEqual([
      'undone',
      'state',
    ]);
  });

  it('tells a run that was paused before its approval from one that only waits', () => {
    const held = aRunSummary({
      state: 'awaiting_approval',
      pauseRequested: true,
    });
    expect(standingOf(held)).toEqual({ kind: 'held' });
    expect(standingTone(standingOf(held))).toBe('wait');
    expect(standingOf(aWaitingRun())).toEqual({
      kind: 'state',
      state: 'awaiting_approval',
    });
  });

  it('does not say that a run waits which is paused and approved', () => {
    const run = aRunSummary({ state: 'paused', pauseRequested: true });
    expect(standingOf(run)).toEqual({ kind: 'state', state: 'paused' });
  });
});
