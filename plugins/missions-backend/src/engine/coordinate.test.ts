import {
  RunState,
  isTerminal,
  nextTargetState,
  type PlanSummary,
} from '@mission-control/plugin-missions-common';
import {
  type CoordinatedTarget,
  type CoordinationInput,
  coordinate,
  runStateOf,
} from './coordinate';
import { defaultRules } from './rules';

const now = new Date('2026-01-01T12:00:00.000Z');

const summary = (changes: Partial<PlanSummary> = {}): PlanSummary => ({
  create: 0,
  change: 0,
  delete: 0,
  deferred: 0,
  conflict: 0,
  irreversible: 0,
  noop: 1,
  ...changes,
});

const target = (changes: Partial<CoordinatedTarget>): CoordinatedTarget => ({
  targetId: 'a',
  state: 'queued',
  wave: 0,
  released: false,
  planSummary: summary({ create: 1 }),
  plannedAt: now.toISOString(),
  ...changes,
});

const input = (
  targets: CoordinatedTarget[],
  changes: {
    run?: Partial<CoordinationInput['run']>;
    spec?: CoordinationInput['spec'];
    openApprovals?: CoordinationInput['openApprovals'];
    undoable?: boolean;
  } = {},
): CoordinationInput => ({
  targets,
  run: {
    state: 'queued',
    planOnly: false,
    demo: false,
    cancelRequested: false,
    pauseRequested: false,
    ...changes.run,
  },
  spec: changes.spec ?? {},
  openApprovals: changes.openApprovals ?? [],
  rules: defaultRules,
  overridden: 0,
  stoppedAt: new Map(),
  undoable: changes.undoable ?? false,
  now,
});

describe('coordinate', () => {
  it('cancels every target that can be cancelled, by the table', () => {
    const states = Object.values(RunState);
    const targets = states.map(state => target({ targetId: state, state }));
    const answer = coordinate(
      input(targets, { run: { cancelRequested: true } }),
    );
    expect(answer.map(item => 'targetId' in item && item.targetId)).toEqual(
      states.filter(state => nextTargetState(state, 'cancel_requested')),
    );
  });

  it.each(['queued', 'preflight', 'planning', 'blocked'] as const)(
    'does not ask for approval while a target is %s',
    state => {
      expect(
        coordinate(
          input([
            target({ state: 'awaiting_approval' }),
            target({ targetId: 'b', state }),
          ]),
        ),
      ).toEqual([]);
    },
  );

  it('asks for approval once all targets have their plan', () => {
    const targets = [
      target({ state: 'awaiting_approval' }),
      target({ targetId: 'b', state: 'failed' }),
    ];
    expect(coordinate(input(targets))).toEqual([
      {
        kind: 'openApproval',
        policy: { count: 1, from: [], notStarter: false },
        expiresAt: '2026-01-02T12:00:00.000Z',
        automatic: undefined,
      },
    ]);
    const open = { id: 'x', kind: 'plan' as const, hash: 'h' };
    expect(coordinate(input(targets, { openApprovals: [open] }))).toEqual([]);
    expect(coordinate(input(targets, { run: { planOnly: true } }))).toEqual([]);
  });

  it('ends a target that has no plan, where only a plan was asked for', () => {
    const blocked = target({ state: 'blocked', reason: 'No quota' });
    const targets = [blocked, target({ targetId: 'b', state: 'planning' })];
    expect(coordinate(input(targets, { run: { planOnly: true } }))).toEqual([
      {
        kind: 'target',
        targetId: blocked.targetId,
        event: 'given_up',
        to: 'failed',
        reason: 'No quota',
      },
    ]);
    expect(coordinate(input(targets))).toEqual([]);
  });

  it('asks nobody again for a target that waits for an approval of its own', () => {
    const drifted = target({ state: 'awaiting_approval', approvedHash: 'h' });
    expect(coordinate(input([drifted]))).toEqual([]);
    const open = { id: 'x', kind: 'plan' as const, hash: 'h' };
    expect(coordinate(input([drifted], { openApprovals: [open] }))).toEqual([
      { kind: 'supersede', approvalId: 'x' },
    ]);
  });

  it('supersedes an approval that nobody waits for any more', () => {
    const open = { id: 'x', kind: 'plan' as const, hash: 'h' };
    expect(
      coordinate(
        input([target({ state: 'preflight' })], { openApprovals: [open] }),
      ),
    ).toEqual([{ kind: 'supersede', approvalId: 'x' }]);
    const own = { ...open, kind: 'gate' as const, targetId: 'a' };
    expect(
      coordinate(
        input([target({ state: 'cancelling' })], { openApprovals: [own] }),
      ),
    ).toEqual([{ kind: 'supersede', approvalId: 'x' }]);
  });

  it('releases approved targets, and has an old plan compared again', () => {
    expect(
      coordinate(
        input([
          target({ state: 'running' }),
          target({
            targetId: 'b',
            state: 'running',
            plannedAt: '2026-01-01T11:00:00.000Z',
          }),
        ]),
      ),
    ).toEqual([
      { kind: 'release', targetId: 'a', recheck: false },
      { kind: 'release', targetId: 'b', recheck: true },
    ]);
  });

  it('never releases a newer plan than the approved one as it is', () => {
    const hashes = { planHash: 'newer', approvedHash: 'approved' };
    expect(
      coordinate(input([target({ state: 'running', ...hashes })])),
    ).toEqual([{ kind: 'release', targetId: 'a', recheck: true }]);
  });

  it('pauses what is held, and leaves what works to its safe point', () => {
    const targets = [
      target({ targetId: 'held', state: 'running' }),
      target({ targetId: 'works', state: 'running', released: true }),
      target({ targetId: 'done', state: 'succeeded', released: true }),
    ];
    expect(
      coordinate(input(targets, { run: { pauseRequested: true } })),
    ).toEqual([
      {
        kind: 'target',
        targetId: 'held',
        event: 'pause_requested',
        to: 'paused',
      },
    ]);
  });

  it('releases nobody while paused or when the budget is spent', () => {
    const held = target({ state: 'running' });
    const failed = target({
      targetId: 'b',
      state: 'needs_decision',
      released: true,
    });
    expect(
      coordinate(
        input([target({ state: 'paused' })], { run: { pauseRequested: true } }),
      ),
    ).toEqual([]);
    expect(coordinate(input([held, failed]))).toEqual([]);
    expect(
      coordinate(input([held, failed], { spec: { failureBudget: 1 } })),
    ).toHaveLength(1);
  });

  it('gives up the rest when nobody can win the budget back', () => {
    const held = target({ state: 'running' });
    const failed = target({ targetId: 'b', state: 'failed', released: true });
    expect(coordinate(input([held, failed]))).toEqual([
      {
        kind: 'target',
        targetId: 'a',
        event: 'cancel_requested',
        to: 'cancelling',
        reason: 'Not started, because the failure budget is spent',
      },
    ]);
  });

  it('gives up a target that another one waits for, so that this one hears of it', () => {
    const held = target({ state: 'running', role: 'hub' });
    const waiting = target({
      targetId: 'b',
      role: 'member',
      state: 'running',
      released: true,
    });
    const failed = { ...held, targetId: 'c', state: 'failed', released: true };
    const answer = coordinate(
      input([held, waiting, failed as CoordinatedTarget]),
    );
    expect(answer).toMatchObject([{ targetId: 'a', to: 'cancelling' }]);
  });

  it('releases the role that others wait for at once, in an undo too', () => {
    const spec = {
      targets: { roles: { hub: {}, member: {} } },
      waves: [{ percent: 100, parallel: 1 }],
      steps: [
        { id: 'init', role: 'hub', action: 'x:y' },
        { id: 'join', role: 'member', action: 'x:y', needs: ['init'] },
      ],
    };
    const targets = ['a', 'b'].flatMap(name => [
      target({ targetId: `m-${name}`, role: 'member', state: 'running' }),
      target({ targetId: `h-${name}`, role: 'hub', state: 'running' }),
    ]);
    const released = (undoOf?: string) =>
      coordinate(input(targets, { spec, run: { undoOf } })).map(
        item => 'targetId' in item && item.targetId,
      );
    expect(released()).toEqual(['h-a', 'h-b', 'm-a']);
    expect(released('run-1')).toEqual(['h-a', 'h-b', 'm-a']);
  });

  it('finishes once, when every target has ended', () => {
    const targets = [
      target({ state: 'succeeded' }),
      target({ targetId: 'b', state: 'cancelled' }),
    ];
    expect(coordinate(input(targets, { undoable: true }))).toEqual([
      {
        kind: 'finish',
        outcome: 'b was cancelled; a succeeded',
        undoUntil: '2026-01-31T12:00:00.000Z',
      },
    ]);
    expect(
      coordinate(input(targets, { run: { finishedAt: now.toISOString() } })),
    ).toEqual([]);
  });

  it('calls a run ended only when all its targets are', () => {
    for (const state of Object.values(RunState)) {
      const rolled = runStateOf([
        target({ state }),
        target({ state: 'succeeded' }),
      ]);
      expect(isTerminal(rolled)).toBe(isTerminal(state));
    }
  });
});
