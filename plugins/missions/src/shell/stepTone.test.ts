import type { Approval } from '@mission-control/plugin-missions-common';
import {
  anApproval,
  aRun,
  aStep,
  aTarget,
} from '@mission-control/plugin-missions-react/testUtils';
import { aChild, aMissionStep } from '../__testUtils__/aSequence';
import { stepTone } from './stepTone';

const waiting = aMissionStep({ state: 'waiting' });
const gate = (change: Partial<Approval> = {}) =>
  anApproval({ kind: 'gate', targetId: 'dev', stepId: 'install', ...change });

describe('stepTone', () => {
  it.each([
    ['a mission that goes on', [aChild('running')]],
    ['a mission that has just ended', [aChild('succeeded')]],
    ['what no run was started for', []],
  ])('shows work where a step waits for %s', (_, children) => {
    const run = aRun({ approvals: [], children });
    expect(stepTone(run, 'dev', waiting)).toBe('run');
  });

  it.each(['awaiting_approval', 'needs_decision', 'blocked'] as const)(
    'calls for a person where the mission that it started is %s',
    state => {
      const run = aRun({ approvals: [], children: [aChild(state)] });
      expect(stepTone(run, 'dev', waiting)).toBe('wait');
    },
  );

  it.each<[string, Approval, 'wait' | 'run']>([
    ['its own that is open', gate(), 'wait'],
    ['its own that is decided', gate({ state: 'approved' }), 'run'],
    ['that of another step', gate({ stepId: 'ask' }), 'run'],
    ['that of another cluster', gate({ targetId: 'staging' }), 'run'],
  ])('is told by a gate only where it is %s', (_, approval, tone) => {
    const run = aRun({ approvals: [approval], children: [] });
    expect(stepTone(run, 'dev', waiting)).toBe(tone);
  });

  it.each<[Approval['state'], 'wait' | 'pause' | 'run']>([
    ['open', 'wait'],
    ['approved', 'pause'],
    ['rejected', 'pause'],
    ['superseded', 'run'],
  ])(
    'is told by a gate that is %s while its cluster is paused',
    (state, tone) => {
      const run = aRun({
        approvals: [gate({ state })],
        children: [],
        targetsDetail: [aTarget({ id: 'dev', state: 'paused' })],
      });
      expect(stepTone(run, 'dev', waiting)).toBe(tone);
    },
  );

  it('is that of the table for every other state', () => {
    const run = aRun({ approvals: [gate()], children: [] });
    const failed = aStep({ id: 'install', state: 'failed' });
    expect(stepTone(run, 'dev', failed)).toBe('fail');
  });
});
