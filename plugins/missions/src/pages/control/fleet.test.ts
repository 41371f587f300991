import type {
  Cluster,
  RunState,
} from '@mission-control/plugin-missions-common';
import {
  aCluster,
  ago,
  aRunSummary,
} from '@mission-control/plugin-missions-react/testUtils';
import {
  byEnvironment,
  countTones,
  tileOf as tileBy,
  type KnownRuns,
} from './fleet';

const now = new Date();
const cluster = aCluster({ name: 'prod-us', checkedAt: ago(30) });
const run = (state: RunState, finishedAt?: Date) =>
  aRunSummary({ id: state, finishedAt, targets: [{ id: 'prod-us', state }] });
const none = { active: [], completed: [] };
const tileOf = (where: Cluster, runs: KnownRuns | undefined, at: Date) =>
  tileBy(where, runs, () => undefined, at);

describe('tileOf', () => {
  it('lets no answer outrank whatever runs', () => {
    const tile = tileOf(
      { ...cluster, reachable: false },
      { ...none, active: [run('running')] },
      now,
    );
    expect(tile).toMatchObject({ kind: 'no_answer', tone: 'unknown' });
  });

  it.each([
    ['was asked long ago', ago(3600)],
    ['was never asked', undefined],
  ])('calls a cluster that %s unknown', (_, checkedAt) => {
    const tile = tileOf(
      { ...cluster, checkedAt },
      { ...none, completed: [run('succeeded', ago(60))] },
      now,
    );
    expect(tile).toMatchObject({ kind: 'stale', tone: 'unknown' });
  });

  it('is unknown while nobody could read the runs', () => {
    expect(tileOf(cluster, undefined, now)).toMatchObject({
      kind: 'runs_unknown',
      tone: 'unknown',
    });
  });

  it('lets the run that needs a person speak for the cluster', () => {
    const active = [run('running'), run('needs_decision')];
    expect(tileOf(cluster, { ...none, active }, now)).toMatchObject({
      tone: 'wait',
      state: 'needs_decision',
      more: 1,
    });
  });

  it('lets what is blocked speak before what only waits, of equal ones the oldest', () => {
    const waiting = run('awaiting_approval');
    const blocked = { ...run('blocked'), createdAt: ago(60) };
    const older = { ...blocked, id: 'older', createdAt: ago(600) };
    const active = [waiting, blocked, older];
    expect(tileOf(cluster, { ...none, active }, now)).toMatchObject({
      state: 'blocked',
      run: { id: 'older' },
      more: 2,
    });
  });

  it('is green only by a run that was proven here, and lately', () => {
    const after = (finishedAt: Date) =>
      tileOf(
        cluster,
        { ...none, completed: [run('succeeded', finishedAt)] },
        now,
      );
    expect(tileOf(cluster, none, now)).toMatchObject({ tone: 'idle' });
    expect(after(ago(3600))).toMatchObject({ kind: 'last', tone: 'ok' });
    expect(after(ago(3 * 86_400))).toMatchObject({
      kind: 'last',
      tone: 'idle',
    });
  });
});

describe('a run that proves nothing any more', () => {
  it.each([
    [
      'left something as it is',
      { undoOf: 'first', keptCount: 2 },
      'last',
      'warn',
    ],
    ['was taken back', { undoneBy: 'undo' }, 'taken_back', 'idle'],
  ])('is not green when it %s', (_, change, kind, tone) => {
    const last = { ...run('succeeded', ago(60)), ...change };
    expect(tileOf(cluster, { ...none, completed: [last] }, now)).toMatchObject({
      kind,
      tone,
    });
  });
});

describe('a failure that is still there', () => {
  const failed = run('failed', ago(600));

  it.each<[string, RunState, object]>([
    ['before a run that waits', 'awaiting_approval', { run: failed, more: 1 }],
    ['before a run at work', 'running', { tone: 'fail', more: 1 }],
  ])('speaks %s', (_, state, expected) => {
    const known = { active: [run(state)], completed: [failed] };
    expect(tileOf(cluster, known, now)).toMatchObject({
      kind: 'last',
      ...expected,
    });
  });

  it('counts as failed, not as calm', () => {
    const known = { ...none, completed: [run('cancelled'), failed] };
    const wrote = {
      changed: new Set(['v1 ConfigMap/web/page']),
      touched: new Set(['v1 ConfigMap/web/page']),
    };
    const tile = tileBy(
      cluster,
      known,
      id => new Map(id === 'failed' ? [['prod-us', wrote]] : []),
      now,
    );
    expect(countTones([tile])).toEqual([{ tone: 'fail', count: 1 }]);
  });
});

describe('an orbit that looked', () => {
  it('proves nothing about its clusters', () => {
    const looked = { ...run('succeeded', ago(60)), type: 'orbit' as const };
    expect(
      tileOf(cluster, { ...none, completed: [looked] }, now),
    ).toMatchObject({ kind: 'none', tone: 'idle' });
  });
});

describe('byEnvironment', () => {
  const tile = (name: string, environment: string, production: boolean) =>
    tileOf(aCluster({ name, environment, production }), none, now);

  it('puts production first, then goes by name', () => {
    const names = byEnvironment([
      tile('a', 'edge', false),
      tile('b', 'prod', true),
      tile('c', 'dev', false),
    ]).map(environment => environment.name);
    expect(names).toEqual(['prod', 'dev', 'edge']);
  });

  it('never counts the unknown as calm', () => {
    const gone = aCluster({ name: 'gone', reachable: false });
    expect(
      countTones([tileOf(gone, none, now), tile('a', 'dev', false)]),
    ).toEqual([
      { tone: 'unknown', count: 1 },
      { tone: 'idle', count: 1 },
    ]);
  });
});
