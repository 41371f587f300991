import {
  isTerminal,
  nextTargetState,
  type Run,
} from '@mission-control/plugin-missions-common';
import type { RunRecord, TargetRecord } from '../../store';

/** What can be done with a run. */
export type RunAllowance = Run['allowed'][number];

/**
 * What the states of a run and its targets allow, before permissions. Derived
 * from the table of states, so that a page offers what the engine accepts.
 */
export function runAllowances(options: {
  run: RunRecord;
  targets: readonly TargetRecord[];
  /** Targets with changes that can be taken back. */
  undoable: readonly string[];
  /** A run that takes it back goes on, and waits for no choice; there is one at a time. */
  undoing: boolean;
  /** A step waits for its next attempt, which can be had at once. */
  retrying: boolean;
  /** An approval is open that the asking user may decide. */
  mayDecideApproval: boolean;
  /** A change window that is closed holds it, or will. */
  outsideWindows: boolean;
  now: Date;
}): RunAllowance[] {
  const { run, targets, undoable, undoing, retrying } = options;
  const { mayDecideApproval, outsideWindows, now } = options;
  const ended = Boolean(run.finishedAt);
  const accepts = (event: Parameters<typeof nextTargetState>[1]) =>
    targets.some(target => nextTargetState(target.state, event) !== undefined);
  const expired = run.undoUntil && new Date(run.undoUntil) < now;
  const restsToUndo = targets.some(
    target => undoable.includes(target.targetId) && isTerminal(target.state),
  );
  const rules: Record<RunAllowance, boolean> = {
    approve: mayDecideApproval,
    reject: mayDecideApproval,
    cancel: !ended && !run.cancelRequested,
    pause: !ended && !run.pauseRequested && !run.cancelRequested,
    resume: !ended && run.pauseRequested,
    decide:
      !ended &&
      (retrying || accepts('retry_decided') || accepts('close_decided')),
    recheck: !ended && !run.pauseRequested && accepts('rechecked'),
    passWindows: outsideWindows && !run.windowPass && !run.cancelRequested,
    undo: restsToUndo && !undoing && !expired,
    undoKit: restsToUndo && !undoing && !expired,
    // A plan did nothing that could have gone as wanted.
    feedback: ended && !run.planOnly,
  };
  return (Object.keys(rules) as RunAllowance[]).filter(key => rules[key]);
}
