import {
  aCheckResult,
  aFinishedRun,
  aTarget,
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
});
