import { RunState, isTerminal } from '@mission-control/plugin-missions-common';
import {
  type BarrierStep,
  type BarrierTarget,
  barrierOf,
  rolesOutOfWaves,
  rolesThatAwait,
  rolesUndoneBefore,
  undoBarrier,
} from './barriers';

const needs = [{ role: 'hub', step: 'init' }];
const target = (
  targetId: string,
  state: RunState = 'running',
  role: string = 'hub',
): BarrierTarget => ({ targetId, role, state });
const init = (targetId: string, state: BarrierStep['state']): BarrierStep => ({
  targetId,
  sourceId: 'init',
  state,
});

describe('barrierOf', () => {
  it.each([
    ['nothing is needed', [], [target('a')], [], 'met'],
    ['no target has the role', needs, [target('a', 'running', 'x')], [], 'met'],
    [
      'all targets are done, succeeded or skipped',
      needs,
      [target('a'), target('b', 'succeeded')],
      [init('a', 'skipped'), init('b', 'succeeded')],
      'met',
    ],
    [
      'one entry of the step is not done',
      needs,
      [target('a')],
      [init('a', 'succeeded'), init('a', 'pending')],
      'open',
    ],
    [
      'a target has not been planned',
      needs,
      [target('a', 'planning')],
      [],
      'open',
    ],
    [
      'the step failed, and a person may decide',
      needs,
      [target('a', 'needs_decision')],
      [init('a', 'failed')],
      'open',
    ],
    [
      'a target ended without the step',
      needs,
      [target('a'), target('b', 'failed')],
      [init('a', 'pending'), init('b', 'failed')],
      'lost',
    ],
  ] as const)('when %s', (_title, what, targets, steps, kind) => {
    expect(barrierOf(what, targets, steps).kind).toBe(kind);
  });

  it.each(Object.values(RunState))(
    'never waits for what is over: %s',
    state => {
      const { kind } = barrierOf(needs, [target('a', state)], []);
      expect(kind).toBe(isTerminal(state) ? 'lost' : 'open');
    },
  );

  it('says what it waits for, and who has to decide', () => {
    expect(
      barrierOf(
        needs,
        [target('a', 'needs_decision'), target('b')],
        [init('a', 'failed')],
      ),
    ).toEqual({
      kind: 'open',
      reason: "Waits for step 'init' of role 'hub': a decision is needed on a",
    });
    const ended = ['a', 'b', 'c', 'd', 'e', 'f'].map(name =>
      target(name, 'cancelled'),
    );
    expect(barrierOf(needs, ended, [])).toEqual({
      kind: 'lost',
      reason:
        "It needs step 'init' of role 'hub', and a, b, c, d, e and 1 more ended without it",
    });
  });
});

describe('roles that others wait for', () => {
  const spec = {
    targets: { roles: { hub: {}, member: {}, other: {} } },
    steps: [
      { id: 'init', role: 'hub', action: 'x:y' },
      { id: 'join', role: 'member', action: 'x:y', needs: ['init'] },
      { id: 'look', role: 'other', action: 'x:y' },
    ],
    verify: [],
    checks: [],
  };

  it('go with the first wave, and in an undo with the last', () => {
    expect([...rolesOutOfWaves(spec, false)]).toEqual([['hub', 'first']]);
    expect([...rolesOutOfWaves(spec, true)]).toEqual([['hub', 'last']]);
    expect([...rolesOutOfWaves({}, false)]).toEqual([]);
  });

  it('are taken back after those, unless they wait for each other in a circle', () => {
    expect(rolesUndoneBefore(spec, 'hub')).toEqual(['member']);
    expect(rolesUndoneBefore(spec, 'member')).toEqual([]);
    const circle = {
      ...spec,
      steps: [
        ...spec.steps,
        { id: 'check', role: 'other', action: 'x:y', needs: ['join'] },
        { id: 'close', role: 'hub', action: 'x:y', needs: ['check'] },
      ],
    };
    for (const role of ['hub', 'member', 'other']) {
      expect(rolesUndoneBefore(circle, role)).toEqual([]);
    }
  });

  it.each(Object.values(RunState))(
    'let an undo go on when a target that needed it is %s',
    state => {
      const goes = isTerminal(state) || state === 'verifying';
      const { kind } = undoBarrier(
        ['member'],
        [target('a', state, 'member'), target('b', 'queued', 'other')],
      );
      expect(kind).toBe(goes ? 'met' : 'open');
    },
  );

  it('wake only those that wait for them', () => {
    expect(rolesThatAwait(spec, new Set(['hub']))).toEqual(['member']);
    expect(rolesThatAwait(spec, new Set(['member', 'other']))).toEqual([]);
  });
});
