import {
  aCheckResult,
  aFinishedRun,
  aPlan,
  aPlannedChange,
  aTarget,
  aTargetPlan,
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

  it('counts what an undo left as it is', () => {
    const plan = aPlan({
      targets: [
        aTargetPlan({
          changes: [aPlannedChange({ kind: 'noop', takeOver: false })],
        }),
      ],
    });
    const facts = outcomeFacts(aFinishedRun({ undoOf: 'first' }), [], plan);
    expect(facts).toMatchObject({ verb: 'undone', kept: 1 });
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
