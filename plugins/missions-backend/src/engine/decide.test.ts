import {
  RunState,
  StepState,
  isAtRest,
} from '@mission-control/plugin-missions-common';
import { type DecidedStep, type TargetSnapshot, decide } from './decide';

const now = new Date('2026-01-01T12:00:00.000Z');
const earlier = '2026-01-01T11:00:00.000Z';
const later = '2026-01-01T13:00:00.000Z';

const snapshot = (changes: Partial<TargetSnapshot> = {}): TargetSnapshot => ({
  state: 'running',
  released: true,
  recheck: false,
  pauseRequested: false,
  looksAgain: false,
  steps: [],
  ...changes,
});

const step = (changes: Partial<DecidedStep>): DecidedStep => ({
  stepId: 'a',
  state: 'pending',
  needs: [],
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

  it.each([
    [later, { kind: 'wait', until: later }],
    [earlier, { kind: 'move', event: 'rechecked' }],
    [undefined, { kind: 'move', event: 'rechecked' }],
  ] as const)(
    'looks again at what is blocked and not watched, to be woken at %s, with %j',
    (wakeAt, decision) => {
      const blocked = snapshot({ state: 'blocked', looksAgain: true, wakeAt });
      expect(decide(blocked, now)).toEqual(decision);
    },
  );

  it('waits in the states in which a target rests, and in no other', () => {
    for (const state of Object.values(RunState)) {
      const { kind } = decide(snapshot({ state }), now);
      expect([state, kind === 'wait']).toEqual([state, isAtRest(state)]);
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
    [
      'waiting',
      { waitsFor: { kind: 'approval', state: 'open', message: 'Go on?' } },
      { kind: 'wait', reason: 'Waits for approval: Go on?' },
    ],
    [
      'pending',
      { barrier: { kind: 'open', reason: 'Waits for the hub' } },
      { kind: 'wait', reason: 'Waits for the hub' },
    ],
    [
      'pending',
      { barrier: { kind: 'lost', reason: 'It needs the hub' } },
      { kind: 'step', stepId: 'a' },
    ],
    ['failed', {}, { kind: 'move', event: 'step_failed' }],
    ['inconclusive', {}, { kind: 'move', event: 'step_inconclusive' }],
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

  describe('of several steps', () => {
    const open = { kind: 'open', reason: 'Waits for the hub' } as const;
    const child = (stepId: string) =>
      step({
        stepId,
        state: 'waiting',
        waitsFor: { kind: 'child', state: 'running' },
      });
    const at = '2026-01-01T12:01:00.000Z';

    it.each([
      [
        'takes the first that is not done',
        [step({ state: 'succeeded' }), step({ stepId: 'b', needs: ['a'] })],
        { kind: 'step', stepId: 'b' },
      ],
      [
        'goes on behind what was skipped by its condition or by a person',
        [
          step({ state: 'skipped' }),
          step({ stepId: 'b', state: 'overridden' }),
          step({ stepId: 'c', needs: ['a', 'b'] }),
        ],
        { kind: 'step', stepId: 'c' },
      ],
      [
        'lets one go that does not need what waits',
        [child('a'), step({ stepId: 'b', needs: [] })],
        { kind: 'step', stepId: 'b' },
      ],
      [
        'holds what needs one that waits',
        [child('a'), step({ stepId: 'b', needs: ['a'] })],
        { kind: 'wait', until: at },
      ],
      [
        'takes up what was interrupted before anything new',
        [step({ stepId: 'a' }), step({ stepId: 'b', state: 'running' })],
        { kind: 'step', stepId: 'b' },
      ],
      [
        'waits until the first may go on',
        [
          child('a'),
          step({ stepId: 'b', state: 'retrying', wakeAt: later }),
          step({ stepId: 'c', barrier: open }),
        ],
        { kind: 'wait', until: at, reason: 'Waits for the hub' },
      ],
      [
        'goes on as far as it can beside one that failed',
        [
          step({ state: 'failed' }),
          step({ stepId: 'b', needs: ['a'] }),
          step({ stepId: 'c' }),
        ],
        { kind: 'step', stepId: 'c' },
      ],
      [
        'does not leave a child behind when another one failed',
        [step({ state: 'failed' }), child('b')],
        { kind: 'wait', until: at },
      ],
      [
        'asks when only what needs the failed one is left',
        [
          step({ state: 'failed' }),
          step({ stepId: 'b', needs: ['a'] }),
          step({ stepId: 'c', state: 'succeeded' }),
        ],
        { kind: 'move', event: 'step_failed' },
      ],
      [
        'asks rather than wait for a role that may wait for what failed',
        [step({ state: 'failed' }), step({ stepId: 'b', barrier: open })],
        { kind: 'move', event: 'step_failed' },
      ],
      [
        'asks as long as one failed, whatever could not be proved',
        [
          step({ state: 'inconclusive' }),
          step({ stepId: 'b', state: 'failed' }),
        ],
        { kind: 'move', event: 'step_failed' },
      ],
    ] as const)('%s', (_title, steps, decision) => {
      expect(decide(snapshot({ steps }), now)).toEqual(decision);
    });

    it('asks for the outcome when the roles it looks at are done', () => {
      const steps = [step({ state: 'succeeded' })];
      expect(decide(snapshot({ steps, outcome: open }), now)).toEqual({
        kind: 'wait',
        reason: 'Waits for the hub',
      });
      const lost = { kind: 'lost', reason: 'It needs the hub' } as const;
      expect(decide(snapshot({ steps, outcome: lost }), now)).toEqual({
        kind: 'move',
        event: 'steps_done',
      });
    });

    it('asks for a decision even while a pause is requested', () => {
      const steps = [step({ state: 'failed' })];
      expect(decide(snapshot({ steps, pauseRequested: true }), now)).toEqual({
        kind: 'move',
        event: 'step_failed',
      });
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

  describe('without a turn, given up while it was held', () => {
    const writes = step({ writes: true });

    it.each([
      ['a write could go', { steps: [writes] }, { kind: 'queueAgain' }],
      [
        'the plan was to be compared first',
        { steps: [writes], recheck: true },
        { kind: 'queueAgain' },
      ],
      [
        'it is held still',
        {
          steps: [writes],
          hold: { kind: 'freeze', message: 'Frozen' } as const,
        },
        { kind: 'wait', reason: 'Frozen' },
      ],
      [
        'what comes next reads',
        { steps: [step({})] },
        { kind: 'step', stepId: 'a' },
      ],
      [
        'it is to pause',
        { steps: [writes], pauseRequested: true },
        { kind: 'move', event: 'pause_requested' },
      ],
    ])('answers, where %s', (_, changes, decision) => {
      const seen = snapshot({ ...changes, yielded: true });
      expect(decide(seen, now)).toMatchObject(decision);
    });
  });

  describe('while a brake holds writes', () => {
    const hold = { kind: 'freeze', message: 'Frozen' } as const;
    const held = (change: Partial<DecidedStep>) =>
      decide(
        snapshot({
          hold,
          recheck: true,
          steps: [step({ writes: true, ...change })],
        }),
        now,
      );
    const look = '2026-01-01T12:01:00.000Z';

    it.each([
      ['that has not begun', { state: 'pending' }],
      ['that was taken over', { state: 'running' }],
      ['that is tried again', { state: 'retrying', wakeAt: earlier }],
      ['that wakes up', { state: 'waiting' }],
    ] as const)('holds a step %s', (_, change) => {
      expect(held(change)).toEqual({
        kind: 'wait',
        reason: 'Frozen',
        until: look,
        held: hold,
      });
    });

    it('looks again when it ends, if that is before', () => {
      const soon = { ...hold, until: '2026-01-01T12:00:20.000Z' };
      const steps = [step({ writes: true })];
      expect(decide(snapshot({ hold: soon, steps }), now)).toMatchObject({
        until: soon.until,
      });
      const late = { ...hold, until: later };
      expect(decide(snapshot({ hold: late, steps }), now)).toMatchObject({
        until: look,
      });
    });

    it('lets go on what only reads', () => {
      const steps = [
        step({ stepId: 'write', writes: true }),
        step({ stepId: 'read' }),
      ];
      expect(decide(snapshot({ hold, steps }), now)).toEqual({
        kind: 'step',
        stepId: 'read',
      });
    });

    it('keeps the target from asking for a decision while it can still go on', () => {
      const steps = [
        step({ stepId: 'broken', state: 'failed' }),
        step({ stepId: 'write', writes: true }),
      ];
      expect(decide(snapshot({ hold, steps }), now)).toMatchObject({
        kind: 'wait',
        held: hold,
      });
    });

    it.each([
      ['is paused', { pauseRequested: true }, 'pause_requested'],
      ['is verified', { state: 'verifying' }, undefined],
      ['is cancelled', { state: 'cancelling' }, 'cancelled'],
    ] as const)('%s all the same', (_, change, event) => {
      const steps = [step({ writes: true })];
      const decision = decide(snapshot({ hold, steps, ...change }), now);
      expect(decision).toEqual(
        event ? { kind: 'move', event } : { kind: 'verify' },
      );
    });
  });
});
