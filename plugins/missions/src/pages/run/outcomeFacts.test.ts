import type { JournalEntry } from '@mission-control/plugin-missions-common';
import {
  aCheckResult,
  aFinishedRun,
  aTarget,
  someJournal,
} from '@mission-control/plugin-missions-react/testUtils';
import { outcomeFacts } from './outcomeFacts';

const until = new Date('2026-12-21T08:00:00Z');
const check = (id: string, targetId: string, change = {}) =>
  aCheckResult({ id, targetId, phase: 'verify', status: 'pass', ...change });

describe('outcomeFacts', () => {
  it('counts only checks of the outcome on clusters that are proved', () => {
    const run = aFinishedRun({
      type: 'install',
      undoUntil: until,
      allowed: ['undo'],
      targetsDetail: [
        aTarget({ id: 'prod-eu', state: 'succeeded' }),
        aTarget({ id: 'staging', state: 'succeeded' }),
        aTarget({ id: 'edge-1', state: 'failed' }),
      ],
    });
    expect(
      outcomeFacts(run, [
        check('a', 'prod-eu'),
        check('b', 'staging'),
        check('c', 'staging', { status: 'warn' }),
        check('d', 'edge-1'),
        check('e', 'prod-eu', { phase: 'preflight' }),
      ]),
    ).toMatchObject({
      verb: 'install',
      done: ['prod-eu', 'staging'],
      others: [{ state: 'failed', names: ['edge-1'] }],
      passed: 2,
      warned: 1,
      skipped: 0,
      undoUntil: until,
    });
  });

  describe('of a run whose plan writes nothing', () => {
    const summary = {
      create: 0,
      change: 0,
      delete: 0,
      noop: 1,
      conflict: 0,
      deferred: 0,
      irreversible: 0,
    };
    const [entry] = someJournal();
    const nothing = (
      run: Parameters<typeof aFinishedRun>[0],
      journal?: JournalEntry[],
    ) => outcomeFacts(aFinishedRun(run), [], journal).changedNothing;

    it.each([
      ['says that it changed nothing', []],
      ['does so before the journal is there', undefined],
      ['does so where what it sent changed nothing', [{ changed: false }]],
      ['does so where it was refused', [{ state: 'failed' as const }]],
    ])('%s', (_, entries) => {
      const journal = entries?.map(more => ({ ...entry, ...more }));
      expect(nothing({ type: 'fix', summary }, journal)).toBe(true);
      expect(nothing({ type: 'install', summary }, journal)).toBe(true);
    });

    it.each([
      ['it wrote all the same', {}, [entry]],
      ['the plan is not known', { summary: undefined }, []],
      ['the plan has a change', { summary: { ...summary, change: 1 } }, []],
      [
        'some of it was decided later',
        { summary: { ...summary, deferred: 1 } },
        [],
      ],
      ['it is a plan alone', { planOnly: true }, []],
      ['it is an undo', { undoOf: 'first' }, []],
      ['it looked', { type: 'orbit' as const }, []],
    ])('does not where %s', (_, more, journal) => {
      expect(nothing({ type: 'fix', summary, ...more }, journal)).toBe(false);
    });
  });

  it('promises no undo to somebody who may not', () => {
    const run = aFinishedRun({ undoUntil: until, allowed: [] });
    expect(outcomeFacts(run, []).undoUntil).toBeUndefined();
  });

  it('tells what an undo left as it is, whatever the reason', () => {
    const kept = ['by choice', 'It is not as the run left it', 'in use'].map(
      (reason, index) => ({
        targetId: index ? 'alpha' : 'beta',
        object: { apiVersion: 'v1', kind: 'Namespace', name: 'web' },
        reason,
      }),
    );
    const run = aFinishedRun({ undoOf: 'first', keptCount: 3, kept });
    expect(outcomeFacts(run, [])).toMatchObject({ verb: 'undone', kept });
    expect(outcomeFacts(aFinishedRun({ undoOf: 'first' }), []).kept).toEqual(
      [],
    );
  });

  it('counts failed steps that a person skipped', () => {
    const [step] = aTarget().steps;
    const run = aFinishedRun({
      targetsDetail: [
        aTarget({
          state: 'succeeded',
          steps: [{ ...step, state: 'overridden' }],
        }),
      ],
    });
    expect(outcomeFacts(run, []).skipped).toBe(1);
  });

  it.each([
    ['a part was seen', ['fail', 'unknown'], ['dev'], []],
    ['nothing was seen', ['unknown'], [], ['unseen']],
    ['something else is not proved', ['fail'], [], ['inconclusive']],
    ['nobody knows what was seen', [], [], ['inconclusive']],
  ] as const)(
    'tells a look that is inconclusive because %s',
    (_why, statuses, done, others) => {
      const run = aFinishedRun({
        type: 'orbit',
        state: 'inconclusive',
        verdict: { findings: 1, assessed: 1 },
        targetsDetail: [aTarget({ id: 'dev', state: 'inconclusive' })],
      });
      const answers = statuses.map((status, index) =>
        check(`c${index}`, 'dev', { phase: 'check', status }),
      );
      const facts = outcomeFacts(run, answers);
      expect(facts.done).toEqual(done);
      expect(facts.others.map(({ state }) => state)).toEqual(others);
    },
  );

  it('does not call the steps of an orbit proved that looked at a part', () => {
    const run = aFinishedRun({
      type: 'orbit',
      state: 'inconclusive',
      verdict: { findings: 1, assessed: 1, notAssessed: 1 },
      targetsDetail: [aTarget({ id: 'dev', state: 'inconclusive' })],
    });
    const facts = outcomeFacts(run, [
      check('a', 'dev', { status: 'unknown' }),
      check('b', 'dev', { phase: 'check', status: 'fail' }),
      check('c', 'dev', { phase: 'check', status: 'unknown' }),
    ]);
    expect(facts.done).toEqual([]);
    expect(facts.others).toEqual([{ state: 'inconclusive', names: ['dev'] }]);
  });

  it('knows without any answer that nobody could look', () => {
    const run = aFinishedRun({
      type: 'orbit',
      state: 'inconclusive',
      verdict: { findings: 1, assessed: 0, notAssessed: 1 },
      targetsDetail: [aTarget({ id: 'dev', state: 'inconclusive' })],
    });
    expect(outcomeFacts(run, []).others).toEqual([
      { state: 'unseen', names: ['dev'] },
    ]);
  });
});
