import { RunState, StepState } from '@mission-control/plugin-missions-common';
import { type DecidedStep, type TargetSnapshot, decide } from './decide';

const now = new Date('2026-01-01T12:00:00.000Z');
const earlier = '2026-01-01T11:00:00.000Z';
const later = '2026-01-01T13:00:00.000Z';

const snapshot = (changes: Partial<TargetSnapshot> = {}): TargetSnapshot => ({
  state: 'running',
  released: true,
  recheck: false,
  pauseRequested: false,
  steps: [],
  ...changes,
});

const step = (changes: Partial<DecidedStep>): DecidedStep => ({
  stepId: 'a',
  state: 'pending',
  ...changes,
});

describe('decide', () => {
  it.each([
    ['queued', { kind: 'move', event: 'started' }],
    ['preflight', { kind: 'preflight' }],
    ['blocked', { kind: 'wait' }],
    ['planning', { kind: 'plan' }],
    ['awaiting_approval', { kind: 'wait' }],
    ['running', { kind: 'move', event: 'steps_done' }],
    ['paused', { kind: 'wait' }],
    ['verifying', { kind: 'verify' }],
    ['needs_decision', { kind: 'wait' }],
    ['cancelling', { kind: 'move', event: 'cancelled' }],
    ['succeeded', { kind: 'wait' }],
    ['failed', { kind: 'wait' }],
    ['inconclusive', { kind: 'wait' }],
    ['cancelled', { kind: 'wait' }],
    ['planned', { kind: 'wait' }],
  ] as const)('answers %s with %j', (state, decision) => {
    expect(decide(snapshot({ state }), now)).toEqual(decision);
  });

  it('knows every state', () => {
    for (const state of Object.values(RunState)) {
      expect(decide(snapshot({ state }), now)).toHaveProperty('kind');
    }
  });

  it.each([
    ['pending', {}, { kind: 'step', stepId: 'a' }],
    ['running', {}, { kind: 'step', stepId: 'a' }],
    ['retrying', { wakeAt: earlier }, { kind: 'step', stepId: 'a' }],
    ['retrying', { wakeAt: later }, { kind: 'wait', until: later }],
    [
      'waiting',
      { waitsFor: { kind: 'time', until: earlier } },
      { kind: 'step', stepId: 'a' },
    ],
    [
      'waiting',
      { waitsFor: { kind: 'time', until: later } },
      { kind: 'wait', until: later },
    ],
    [
      'waiting',
      { waitsFor: { kind: 'approval', state: 'open' } },
      { kind: 'wait' },
    ],
    [
      'waiting',
      { waitsFor: { kind: 'approval', state: 'expired' } },
      { kind: 'step', stepId: 'a' },
    ],
    [
      'waiting',
      { waitsFor: { kind: 'child', state: 'failed' } },
      { kind: 'step', stepId: 'a' },
    ],
    [
      'waiting',
      { waitsFor: { kind: 'child', state: 'running' } },
      { kind: 'wait', until: '2026-01-01T12:01:00.000Z' },
    ],
    ['failed', {}, { kind: 'wait' }],
    ['inconclusive', {}, { kind: 'wait' }],
    ['cancelled', {}, { kind: 'wait' }],
    ['succeeded', {}, { kind: 'move', event: 'steps_done' }],
    ['skipped', {}, { kind: 'move', event: 'steps_done' }],
    ['overridden', {}, { kind: 'move', event: 'steps_done' }],
  ] as const)('answers a step %s %j with %j', (state, facts, decision) => {
    expect(
      decide(snapshot({ steps: [step({ state, ...facts })] }), now),
    ).toEqual(decision);
  });

  it('knows every state of a step', () => {
    for (const state of Object.values(StepState)) {
      expect(
        decide(snapshot({ steps: [step({ state })] }), now),
      ).toHaveProperty('kind');
    }
  });

  it('takes the first step that is not done', () => {
    const steps = [
      step({ stepId: 'a', state: 'succeeded' }),
      step({ stepId: 'b' }),
      step({ stepId: 'c' }),
    ];
    expect(decide(snapshot({ steps }), now)).toEqual({
      kind: 'step',
      stepId: 'b',
    });
  });

  it('writes nothing before its wave, a recheck or a pause', () => {
    const steps = [step({})];
    expect(decide(snapshot({ steps, released: false }), now).kind).toBe('wait');
    expect(decide(snapshot({ steps, recheck: true }), now).kind).toBe(
      'recheck',
    );
    expect(decide(snapshot({ steps, pauseRequested: true }), now)).toEqual({
      kind: 'move',
      event: 'pause_requested',
    });
  });
});
