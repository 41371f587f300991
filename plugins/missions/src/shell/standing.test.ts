import type { RunSummary } from '@mission-control/plugin-missions-common';
import {
  aFinishedRun,
  aRunSummary,
  aStartedRun,
  anApproval,
  aTarget,
  aWaitingRun,
} from '@mission-control/plugin-missions-react/testUtils';
import { clustersOf } from './clustersOf';
import { startedOf } from './startedOf';
import {
  standingOf,
  standingOn,
  standingTone,
  waitsForPerson,
  type Standing,
} from './standing';
import type { KnownRun } from './KnownRun';

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
  it('is held by a brake, each cluster where that is known, and waits for nobody', () => {
    const heldBy = 'freeze' as const;
    const reef = { id: 'reef', state: 'running' as const, heldBy };
    const bay = { id: 'bay', state: 'running' as const };
    const page: KnownRun = {
      ...aRunSummary({ state: 'running', waitingForMe: [] }),
      targets: [bay, reef],
    };
    const braked = { kind: 'braked', by: 'freeze' };
    expect(standingOf(page)).toEqual(braked);
    expect(standingTone(standingOf(page))).toBe('pause');
    expect(waitsForPerson(page)).toBe(false);
    expect(standingOn(page, reef)).toEqual(braked);
    expect(standingOn(page, bay)).toEqual({ kind: 'state', state: 'running' });
  });

  it('waits for plans while another cluster has none and nobody is asked', () => {
    const planned = { id: 'dev', state: 'awaiting_approval' as const };
    const run: KnownRun = {
      ...aRunSummary({
        state: 'awaiting_approval',
        waitingForMe: undefined,
        targets: [planned, { id: 'prod-us', state: 'blocked' }],
      }),
    };
    const waits = { kind: 'plans' };
    expect([standingOf(run), standingOn(run, planned)]).toEqual([waits, waits]);
    expect(standingTone({ kind: 'plans' })).toBe('idle');
    const asked: KnownRun = { ...run, approvals: [anApproval()] };
    expect(standingOn(asked, planned)).toEqual({
      kind: 'state',
      state: 'awaiting_approval',
    });
  });

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

  it('is not simply taken back where an undo left something', () => {
    const run = ended({ undoneBy: 'undo', keptCount: 2 });
    expect(standingOf(run)).toEqual({ kind: 'kept', count: 2 });
    expect(tones(run)).toEqual(['warn', 'warn']);
  });

  it('does not say of a list of clusters on which one an undo left something', () => {
    const run = ended({ undoOf: 'first', keptCount: 1, targets: two });
    const standing = standingOn(run, done);
    expect(standing).toEqual({ kind: 'keptSome', here: false });
    expect(standingTone(standing)).toBe('idle');
  });

  it('says on a page on which cluster a run that was taken back is left', () => {
    const undo = aRunSummary({ state: 'succeeded', targets: two });
    const run = aFinishedRun({
      undoneBy: undo.id,
      undoRuns: [undo],
      keptCount: 1,
      targets: two,
      targetsDetail: [
        aTarget({ id: done.id, state: 'succeeded', undoable: false }),
        aTarget({ id: 'edge-1', state: 'succeeded', undoable: true }),
      ],
    });
    const standings = two.map(target => standingOn(run, target));
    expect(standings).toEqual([
      { kind: 'undone' },
      { kind: 'keptSome', here: true },
    ]);
    expect(standings.map(standingTone)).toEqual(['idle', 'warn']);
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

  it('says what failed and was taken back, where its undo was', () => {
    const undo = aRunSummary({ state: 'succeeded', targets: [done] });
    const failed = two.map(({ id }) => ({ id, state: 'failed' as const }));
    const known = (change: Partial<KnownRun>) =>
      failed.map(
        target =>
          standingOn(
            {
              ...aRunSummary({ state: 'failed', targets: failed }),
              undoneBy: undo.id,
              keptCount: 6,
              ...change,
            },
            target,
          ).kind,
      );
    expect(known({ undoRuns: [undo] })).toEqual(['undone', 'state']);
    expect(known({})).toEqual(['state', 'state']);
  });

  it('knows by the undos in a list where nothing was left', () => {
    const undo = aRunSummary({ state: 'succeeded', targets: [done] });
    const kinds = (keptCount?: number) =>
      two.map(
        target =>
          standingOn(
            ended({
              targets: two,
              undoneBy: undo.id,
              keptCount: 6,
              undoRuns: [{ ...undo, keptCount }],
            }),
            target,
          ).kind,
      );
    expect(kinds()).toEqual(['undone', 'state']);
    expect(kinds(1)).toEqual(['keptSome', 'state']);
  });

  it.each<[string, Partial<RunSummary>[], string[]]>([
    [
      'an undo of one cluster that was taken back',
      [{ targets: [done], undoneBy: 'redo' }, { targets: [two[1]] }],
      ['state', 'undone'],
    ],
    [
      'an undo that was wholly taken back, and done again on one',
      [{ targets: two, undoneBy: 'redo' }, { targets: [done] }],
      ['undone', 'state'],
    ],
    [
      'an undo that was taken back on some, nobody says where',
      [{ targets: two, undoneBy: 'redo', keptCount: 1 }, { targets: [done] }],
      ['undone', 'keptSome'],
    ],
    [
      'an undo that went well on one only',
      [{ state: 'failed', targets: [done, { ...two[1], state: 'failed' }] }],
      ['undone', 'state'],
    ],
  ])('follows cluster by cluster %s', (_, undos, kinds) => {
    const run = aFinishedRun({
      undoneBy: 'undo',
      undoRuns: undos.map(undo => aRunSummary({ state: 'succeeded', ...undo })),
      targets: two,
    });
    expect(two.map(target => standingOn(run, target).kind)).toEqual(kinds);
  });

  it('calls nothing taken back whose every undo was taken back', () => {
    const undo = aRunSummary({
      state: 'succeeded',
      targets: two,
      undoneBy: 'redo',
    });
    const run = aFinishedRun({ undoRuns: [undo], targets: two });
    expect(two.map(target => standingOn(run, target).kind)).toEqual([
      'state',
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

describe('what is blocked', () => {
  const blocked = { id: 'prod-us', state: 'blocked' } as const;
  const listed = (change: Partial<RunSummary>): KnownRun => ({
    ...aRunSummary({ state: 'blocked', targets: [blocked], ...change }),
  });
  const opened = (...helped: string[]): KnownRun =>
    listed({
      orbitId: 'nightly',
      targets: [],
      ...{
        targetsDetail: ['prod-us', 'edge-1'].map(id =>
          aTarget({
            id,
            state: 'blocked',
            looksAgain: helped.includes(id)
              ? { at: new Date(), until: new Date() }
              : undefined,
          }),
        ),
      },
    });

  it.each<[string, KnownRun, string[]]>([
    ['calls for a person in a run of a person', listed({}), ['wait', 'wait']],
    [
      'is calm in a run of an orbit, which looks again',
      listed({ orbitId: 'nightly' }),
      ['idle', 'idle'],
    ],
    [
      'is calm in a run that the run of an orbit started',
      listed({ trigger: { kind: 'chain', orbitId: 'nightly' } }),
      ['idle', 'idle'],
    ],
    [
      'calls for a person where an orbit was only to plan',
      listed({ orbitId: 'nightly', planOnly: true }),
      ['wait', 'wait'],
    ],
    [
      'is calm on a page where every cluster is looked at again',
      opened('prod-us', 'edge-1'),
      ['idle', 'idle'],
    ],
    [
      'is calm on the one cluster that is looked at again',
      opened('prod-us'),
      ['wait', 'idle'],
    ],
  ])('%s', (_, run, [whole, here]) => {
    expect(standingTone(standingOf(run))).toBe(whole);
    expect(standingTone(standingOn(run, blocked))).toBe(here);
    expect(waitsForPerson(run)).toBe(whole === 'wait');
  });
});

describe('what is at work by its state and waits for a person', () => {
  const at = { id: 'prod-us', state: 'running' } as const;
  const elsewhere = { id: 'edge-1', state: 'running' } as const;
  const running = (change: Partial<KnownRun> = {}): KnownRun => ({
    ...aRunSummary({ state: 'running', targets: [at] }),
    ...change,
  });
  const gate = anApproval({ kind: 'gate', targetId: at.id });

  it.each<[string, KnownRun, Standing['kind']]>([
    [
      'runs while nothing asks for a person',
      running({ approvals: [] }),
      'state',
    ],
    ['waits at a gate', running({ approvals: [gate] }), 'gate'],
    [
      'waits at a gate that a list tells of',
      running({ gates: [at.id] }),
      'gate',
    ],
    [
      'runs while a list tells of no gate',
      running({ gates: [], approvals: [gate] }),
      'state',
    ],
    [
      'runs after its gate was decided',
      running({ approvals: [{ ...gate, state: 'approved' }] }),
      'state',
    ],
    [
      'runs while another cluster is at work',
      running({ approvals: [gate], targets: [at, elsewhere] }),
      'state',
    ],
    [
      'waits with all missions that it started',
      running({
        children: [
          aWaitingRun(),
          aFinishedRun(),
          running({ approvals: [gate] }),
        ],
      }),
      'children',
    ],
    [
      'runs while one of its missions is at work',
      running({ children: [aWaitingRun(), running()] }),
      'state',
    ],
    [
      'runs when its missions have ended',
      running({ children: [aFinishedRun()] }),
      'state',
    ],
  ])('%s', (_, run, kind) => {
    const standing = standingOf(run);
    expect(standing.kind).toBe(kind);
    expect(standingTone(standing)).toBe(kind === 'state' ? 'run' : 'wait');
  });

  it('tells the cluster at the gate from the one at work', () => {
    const run = running({ approvals: [gate], targets: [at, elsewhere] });
    expect(run.targets.map(target => standingOn(run, target).kind)).toEqual([
      'gate',
      'state',
    ]);
  });
});

describe('what a run started', () => {
  const sequence = aRunSummary({
    id: 'sequence',
    state: 'running',
    targets: [{ id: '-', state: 'running' }],
  });
  const middle = aStartedRun({
    id: 'middle',
    parentRunId: 'sequence',
    state: 'running',
    targets: [{ id: '-', state: 'running' }],
  });
  const leaf = aStartedRun({
    id: 'leaf',
    parentRunId: 'middle',
    state: 'awaiting_approval',
    targets: two,
  });

  it('is what it started itself, and what that one started', () => {
    const run = { ...sequence, startedRuns: [middle, leaf] };
    expect(startedOf(run).map(({ id }) => id)).toEqual(['middle']);
    expect(standingOf(run)).toEqual({ kind: 'children' });
    expect(clustersOf(run).map(({ id }) => id)).toEqual(['prod-us', 'edge-1']);
  });

  it.each<[string, Partial<KnownRun>]>([
    ['an orbit', { orbitId: 'nightly' }],
    [
      'what an orbit started',
      { trigger: { kind: 'chain', orbitId: 'nightly' } },
    ],
  ])('looks again by itself in a run of %s, however deep', (_, of) => {
    const state = 'blocked' as const;
    const targets = [{ id: 'prod-us', state }];
    const startedRuns = [middle, { ...leaf, state, targets }];
    const run: KnownRun = { ...sequence, ...of, startedRuns };
    expect(standingOf(run)).toEqual({ kind: 'state', state: 'running' });
    expect(waitsForPerson(run)).toBe(false);
    const mine: KnownRun = { ...sequence, startedRuns };
    expect(standingOf(mine)).toEqual({ kind: 'children' });
  });

  it('says nothing of a run that somebody else started', () => {
    const run = { ...sequence, startedRuns: [leaf] };
    expect(standingOf(run)).toEqual({ kind: 'state', state: 'running' });
  });
});
