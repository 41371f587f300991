import type {
  RunState,
  RunSummary,
} from '@mission-control/plugin-missions-common';
import {
  aRunSummary,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { lastOn } from './lastOn';
import { writesOf, type RunWrites } from './writes';

const [entry] = someJournal();
const DEPLOYMENT = { kind: 'Deployment', namespace: 'web', name: 'web' };
const NAMESPACE = { kind: 'Namespace', name: 'web' };
const wrote = (...objects: { kind: string; name: string }[]): RunWrites =>
  writesOf(
    objects.map(object => ({
      ...entry,
      targetId: 'dev',
      object: { apiVersion: 'v1', ...object },
      state: 'done',
      changed: true,
    })),
  );
const aRun = (
  id: string,
  state: RunState,
  change: Partial<RunSummary> = {},
): RunSummary =>
  aRunSummary({
    id,
    state,
    missionRef: 'web',
    targets: [{ id: 'dev', state }],
    ...change,
  });
/** What speaks for dev, of runs that are given newest first. */
const spoken = (
  completed: RunSummary[],
  writes: Record<string, RunWrites | undefined>,
) => {
  const last = lastOn('dev', completed, id => writes[id]);
  return last && [last.run.id, last.tone, last.kind];
};

const failed = aRun('failed', 'failed');
const held = { failed: wrote(NAMESPACE, DEPLOYMENT) };
const FAILED = ['failed', 'fail', 'last'];
const both = (state: RunState) => [
  { id: 'dev', state },
  { id: 'staging', state },
];

describe('a run that wrote nothing on a cluster', () => {
  it.each<[string, RunSummary]>([
    ['was rejected', aRun('later', 'cancelled')],
    ['was closed while it was blocked', aRun('later', 'failed')],
    ['could not be assessed', aRun('later', 'inconclusive')],
    ['was only planned', aRun('later', 'planned', { planOnly: true })],
    [
      'was a plan that nobody got',
      aRun('later', 'cancelled', { planOnly: true }),
    ],
    ['only looked', aRun('later', 'succeeded', { type: 'orbit' })],
  ])('does not speak for it when it %s', (_, later) => {
    expect(spoken([later, failed], { ...held, later: wrote() })).toEqual(
      FAILED,
    );
    expect(spoken([later], { later: wrote() })).toBeUndefined();
  });

  it('leaves the proof of before as it is', () => {
    const proven = aRun('proven', 'succeeded');
    expect(
      spoken([aRun('later', 'cancelled'), proven], { later: wrote() }),
    ).toEqual(['proven', 'ok', 'last']);
  });

  it('is not known as one before its journal was read', () => {
    const proven = aRun('proven', 'succeeded');
    expect(spoken([aRun('later', 'cancelled'), proven], {})).toEqual([
      'later',
      'unknown',
      'runs_unknown',
    ]);
    expect(spoken([failed, proven], {})).toEqual(FAILED);
  });
});

describe('a run that was cancelled after it wrote', () => {
  it('is not calm', () => {
    expect(
      spoken([aRun('half', 'cancelled')], { half: wrote(DEPLOYMENT) }),
    ).toEqual(['half', 'warn', 'last']);
  });
});

describe('a run that failed and is still there', () => {
  it.each<[string, string, RunWrites | undefined, string[]]>([
    ['the same objects', 'web', wrote(DEPLOYMENT), ['later', 'ok', 'last']],
    ['nothing new', 'web', wrote(), ['later', 'ok', 'last']],
    ['what nobody read', 'web', undefined, FAILED],
    ['other objects', 'web', wrote({ kind: 'Job', name: 'x' }), FAILED],
    [
      'the same by another mission',
      'fix',
      wrote(DEPLOYMENT),
      ['later', 'ok', 'last'],
    ],
    ['only its namespace', 'other', wrote(NAMESPACE), FAILED],
    ['nothing of its', 'other', wrote(), FAILED],
  ])(
    'speaks until a later run on it is proven, which wrote %s',
    (_, missionRef, writes, expected) => {
      const later = aRun('later', 'succeeded', { missionRef });
      expect(spoken([later, failed], { ...held, later: writes })).toEqual(
        expected,
      );
    },
  );

  it('speaks before what was proven earlier', () => {
    const earlier = aRun('earlier', 'succeeded');
    expect(
      spoken([failed, earlier], { ...held, earlier: wrote(DEPLOYMENT) }),
    ).toEqual(FAILED);
  });

  it('speaks again when what proved it was taken back', () => {
    const later = aRun('later', 'succeeded', { undoneBy: 'undo' });
    const undo = aRun('undo', 'succeeded', { undoOf: 'later' });
    const writes = {
      ...held,
      later: wrote(DEPLOYMENT),
      undo: wrote(DEPLOYMENT),
    };
    expect(spoken([undo, later, failed], writes)).toEqual(FAILED);
  });

  it('speaks no more once it was taken back', () => {
    const undo = aRun('undo', 'succeeded', { undoOf: 'failed' });
    const back = { ...failed, undoneBy: 'undo' };
    const before = aRun('before', 'succeeded');
    expect(spoken([undo, back, before], held)).toEqual([
      'before',
      'ok',
      'last',
    ]);
    const [, ...none] = spoken([undo, back], held) ?? [];
    expect(none).toEqual(['idle', 'taken_back']);
  });

  it('speaks where its undo was not', () => {
    const run = {
      ...failed,
      undoneBy: 'undo',
      keptCount: 6,
      targets: both('failed'),
    };
    const undo = aRun('undo', 'succeeded', {
      undoOf: 'failed',
      targets: [{ id: 'staging', state: 'succeeded' }],
    });
    expect(spoken([undo, run], held)).toEqual(FAILED);
    expect(lastOn('staging', [undo, run], () => undefined)?.kind).toBe(
      'taken_back',
    );
  });

  it('speaks again once its undo was taken back', () => {
    const undo = aRun('undo', 'succeeded', {
      undoOf: 'failed',
      undoneBy: 'redo',
    });
    const redo = aRun('redo', 'succeeded', { undoOf: 'undo' });
    expect(spoken([redo, undo, failed], held)).toEqual(FAILED);
  });
});

describe('an undo', () => {
  it('is no proof by itself, even where the run before is not known', () => {
    expect(spoken([aRun('undo', 'succeeded', { undoOf: 'gone' })], {})).toEqual(
      ['undo', 'idle', 'taken_back'],
    );
  });

  it('speaks when it left something', () => {
    const undo = aRun('undo', 'succeeded', { undoOf: 'gone', keptCount: 2 });
    expect(spoken([undo, aRun('before', 'succeeded')], {})).toEqual([
      'undo',
      'warn',
      'last',
    ]);
  });

  it('that failed is of no matter once another went well', () => {
    const broken = aRun('broken', 'failed', { undoOf: 'first' });
    const undo = aRun('undo', 'succeeded', { undoOf: 'first' });
    const first = aRun('first', 'succeeded', { undoneBy: 'undo' });
    const writes = { broken: wrote(DEPLOYMENT) };
    expect(spoken([broken, first], writes)).toEqual(['broken', 'fail', 'last']);
    expect(spoken([undo, broken, first], writes)?.[1]).toBe('idle');
  });
});
