import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import {
  ApprovalState,
  approvalTransitions,
  nextApprovalState,
} from './approvalStates';
import { looksAgain } from './looksAgain';
import { rollUp, rollUpOrder } from './rollUp';
import {
  failedStepStates,
  isStepDone,
  isStepOver,
  movingStepStates,
  nextStepState,
  openStepStates,
  StepEvent,
  StepState,
  stepTransitions,
} from './stepStates';
import {
  failedSlotStates,
  nextSlotState,
  openSlotStates,
  SlotEvent,
  SlotState,
  slotTransitions,
} from './slotStates';
import {
  closableStates,
  failureStates,
  isAtRest,
  isTerminal,
  isWaitingForChoice,
  nextTargetState,
  RunState,
  TargetEvent,
  targetTransitions,
  terminalStates,
  unplannedStates,
  workingStates,
} from './targetStates';

const api = parse(
  readFileSync(
    resolve(__dirname, '../../../missions-backend/src/schema/openapi.yaml'),
    'utf8',
  ),
).components.schemas;
const values = (states: object) => Object.values(states).sort();
const reachable = (table: Record<string, object>, start: string) => {
  const seen = new Set([start]);
  for (const state of seen) {
    Object.values(table[state]).forEach(next => seen.add(next as string));
  }
  return [...seen].sort();
};

describe('states', () => {
  it.each([
    ['RunState', RunState],
    ['StepState', StepState],
    ['ApprovalState', ApprovalState],
    ['SlotState', SlotState],
  ])('%s of the API is the table of states', (name, states) => {
    expect([...api[name].enum].sort()).toEqual(values(states));
  });

  it('leads from the first state to every other', () => {
    expect(reachable(targetTransitions, 'queued')).toEqual(values(RunState));
    expect(reachable(stepTransitions, 'pending')).toEqual(values(StepState));
    expect(reachable(approvalTransitions, 'open')).toEqual(
      values(ApprovalState),
    );
    expect(reachable(slotTransitions, 'due')).toEqual(values(SlotState));
  });

  it.each<[string, Parameters<typeof looksAgain>[0], boolean]>([
    ['a run of an orbit', { orbitId: 'nightly' }, true],
    [
      'a run that such a run started',
      { trigger: { orbitId: 'nightly' } },
      true,
    ],
    ['a run of a person', { trigger: {} }, false],
    ['a run of which nothing is known', {}, false],
    ['a plan alone', { orbitId: 'nightly', planOnly: true }, false],
  ])('knows whether %s looks again by itself', (_, run, itself) => {
    expect(looksAgain(run)).toBe(itself);
  });

  it('uses every event', () => {
    const used = (table: Record<string, object>) =>
      [
        ...new Set(Object.values(table).flatMap(row => Object.keys(row))),
      ].sort();
    expect(used(targetTransitions)).toEqual(values(TargetEvent));
    expect(used(stepTransitions)).toEqual(values(StepEvent));
    expect(used(slotTransitions)).toEqual(values(SlotEvent));
  });
});

describe('nextTargetState', () => {
  it('refuses every event in a terminal state', () => {
    expect([...terminalStates].sort()).toEqual([
      'cancelled',
      'failed',
      'inconclusive',
      'planned',
      'succeeded',
    ]);
    for (const state of terminalStates) {
      for (const event of Object.values(TargetEvent)) {
        expect(nextTargetState(state, event)).toBeUndefined();
      }
    }
  });

  it('never runs before an approval', () => {
    const intoRunning = Object.entries(targetTransitions).flatMap(
      ([state, row]) =>
        Object.entries(row)
          .filter(([, next]) => next === 'running')
          .map(([event]) => `${state} ${event}`),
    );
    expect(intoRunning.sort()).toEqual([
      'awaiting_approval approved',
      // Of a target that was approved, to ask for what is another by now.
      'awaiting_approval asked_again',
      'needs_decision retry_decided',
      'needs_decision skip_decided',
      'paused resumed',
    ]);
  });

  it('succeeds only by a passed verification', () => {
    const into = Object.entries(targetTransitions).filter(([, row]) =>
      Object.values(row).includes('succeeded' as never),
    );
    expect(into.map(([state]) => state)).toEqual(['verifying']);
    expect(nextTargetState('verifying', 'verify_passed')).toBe('succeeded');
    expect(nextTargetState('verifying', 'verify_unknown')).toBe('inconclusive');
  });

  it('never revives what was cancelled', () => {
    expect(nextTargetState('cancelling', 'steps_done')).toBeUndefined();
    expect(nextTargetState('cancelling', 'approved')).toBeUndefined();
    expect(nextTargetState('cancelling', 'cancelled')).toBe('cancelled');
  });
});

describe('groups of states', () => {
  it('have no plan until the event that brings it', () => {
    const before = new Set<RunState>(['queued']);
    for (const state of before) {
      for (const [event, next] of Object.entries(targetTransitions[state])) {
        const planned = event === 'planned' || event === 'plan_only_done';
        if (!planned && next !== 'cancelling' && !isTerminal(next)) {
          before.add(next);
        }
      }
    }
    expect([...unplannedStates].sort()).toEqual([...before].sort());
  });

  it('count as failed once something was written and did not succeed', () => {
    expect([...failureStates].sort()).toEqual([
      'failed',
      'inconclusive',
      'needs_decision',
    ]);
  });

  it('can be closed where a person decides', () => {
    expect(closableStates).toEqual(['blocked', 'needs_decision']);
  });

  it.each<[RunState[], boolean]>([
    [['blocked'], true],
    [['needs_decision', 'succeeded'], true],
    [['blocked', 'awaiting_approval'], true],
    [['awaiting_approval'], false],
    [['blocked', 'running'], false],
    [['blocked', 'paused'], false],
    [['failed', 'cancelled'], false],
    [[], false],
  ])('%j wait for a choice: %s', (states, waits) => {
    expect(isWaitingForChoice(states)).toBe(waits);
  });

  it('rest where no worker goes on', () => {
    expect(Object.values(RunState).filter(state => !isAtRest(state))).toEqual([
      'queued',
      'preflight',
      'planning',
      'running',
      'verifying',
      'cancelling',
    ]);
  });

  it('work where steps or the checks of the outcome go on', () => {
    expect(workingStates).toEqual(['running', 'verifying']);
  });

  it('tell slots whose run may come, and those for which nobody looked', () => {
    expect(openSlotStates).toEqual(['due', 'queued']);
    expect(failedSlotStates).toEqual(['missed', 'refused']);
  });

  it('tell steps that go on, failed, and are done', () => {
    expect(openStepStates).toEqual([
      'pending',
      'running',
      'waiting',
      'retrying',
    ]);
    expect(movingStepStates).toEqual(['running', 'waiting', 'retrying']);
    expect(failedStepStates).toEqual(['failed', 'inconclusive']);
    const all = Object.values(StepState);
    expect(all.filter(isStepOver)).toEqual([
      'succeeded',
      'failed',
      'inconclusive',
      'skipped',
      'overridden',
      'cancelled',
    ]);
    expect(all.filter(isStepDone)).toEqual([
      'succeeded',
      'skipped',
      'overridden',
    ]);
  });
});

describe('nextStepState', () => {
  it('never turns a skipped failure green', () => {
    expect(nextStepState('failed', 'skipped_by_person')).toBe('overridden');
    expect(nextStepState('overridden', 'succeeded')).toBeUndefined();
  });

  it('lets a takeover start a running step again', () => {
    expect(nextStepState('running', 'started')).toBe('running');
  });
});

describe('nextApprovalState', () => {
  it('decides once', () => {
    expect(nextApprovalState('open', 'time_is_up')).toBe('expired');
    expect(nextApprovalState('approved', 'one_rejects')).toBeUndefined();
    expect(nextApprovalState('expired', 'enough_approve')).toBeUndefined();
  });
});

describe('nextSlotState', () => {
  it('starts what waited and never what ended', () => {
    expect(nextSlotState('queued', 'former_ended')).toBe('due');
    expect(nextSlotState('queued', 'grace_over')).toBeUndefined();
    for (const event of Object.values(SlotEvent)) {
      expect(nextSlotState('missed', event)).toBeUndefined();
      expect(nextSlotState('skipped', event)).toBeUndefined();
    }
  });
});

describe('rollUp', () => {
  it('knows every state once', () => {
    expect([...rollUpOrder].sort()).toEqual(values(RunState));
  });

  it('is never better than the worst end', () => {
    for (const state of Object.values(RunState)) {
      const rolled = rollUp(['succeeded', state]);
      expect(rolled).toBe(state === 'planned' ? 'succeeded' : state);
    }
    expect(rollUp(['inconclusive', 'failed', 'succeeded'])).toBe('failed');
  });

  it('is terminal only when every target is', () => {
    for (const state of Object.values(RunState)) {
      expect(isTerminal(rollUp(['failed', state]))).toBe(isTerminal(state));
    }
  });

  it('throws on a run without targets', () => {
    expect(() => rollUp([])).toThrow('at least one target');
  });
});
