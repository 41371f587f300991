import {
  isTerminal,
  type CheckResult,
  type JournalEntry,
  type Run,
  type RunState,
  type RunTarget,
  type Verdict,
} from '@mission-control/plugin-missions-common';
import {
  countChanges,
  isSequenceTarget,
} from '@mission-control/plugin-missions-react';
import { isLook } from '../../shell/lookOf';
import { sightOf } from './sightOf';
import { undoUnderWay } from './undoUnderWay';
import { writtenOn, type WrittenOn } from './writtenOn';

/** What a run did, as the verb of its sentence. */
export type OutcomeVerb =
  | 'undone'
  | 'planned'
  | 'install'
  | 'fix'
  | 'orbit'
  | 'sequence';

/** What came out of a run, in numbers and names. */
export interface OutcomeFacts {
  verb: OutcomeVerb;
  /** It was to change something if need be, and changed nothing. */
  changedNothing: boolean;
  /** Clusters where a machine checked the outcome; of a plan, where it was made; of a look, at which a check looked. */
  done: string[];
  /** Clusters where it is not so, by how they ended; `unseen`: no check of a look had an answer. */
  others: {
    state: 'failed' | 'unseen' | 'inconclusive' | 'cancelled';
    names: string[];
  }[];
  passed: number;
  warned: number;
  /** What an orbit's look changed since the one before. */
  look?: Pick<Verdict, 'new' | 'regressed' | 'fixed'>;
  /** Failed steps that a person skipped. */
  skipped: number;
  /** Objects that an undo left as they are, whatever the reason. */
  kept: NonNullable<Run['kept']>;
  /** What is still there of what was written where it was cancelled or failed; absent while it is not known. */
  written?: WrittenOn[];
  /** Where an undo of it goes on. */
  undoing: string[];
  undoUntil?: Date;
}

const otherStates = ['failed', 'unseen', 'inconclusive', 'cancelled'] as const;

/** Whether all that a run did was taken back, as far as it can be. */
export function isTakenBack({
  state,
  undoneBy,
  targetsDetail,
}: Pick<Run, 'state' | 'undoneBy' | 'targetsDetail'>): boolean {
  return (
    isTerminal(state) &&
    undoneBy !== undefined &&
    targetsDetail.every(({ undoable }) => !undoable)
  );
}

/** Counts what a finished run did; nothing is told that no machine answered. */
export function outcomeFacts(
  run: Run,
  evidence: readonly CheckResult[],
  journal?: readonly JournalEntry[],
): OutcomeFacts {
  const named = (state: RunState | 'unseen') =>
    run.targetsDetail
      .filter(target => endOf(run, target, evidence) === state)
      .map(({ id }) => id);
  const done = named(run.planOnly ? 'planned' : 'succeeded');
  const proof = evidence.filter(
    ({ phase, targetId }) =>
      (phase === 'verify' || phase === 'undo') &&
      (!targetId || done.includes(targetId)),
  );
  const skipped = run.targetsDetail
    .flatMap(({ steps }) => steps)
    .filter(({ state }) => state === 'overridden').length;
  return {
    verb: verbOf(run),
    changedNothing: hasChangedNothing(run, journal),
    done,
    others: otherStates
      .map(state => ({ state, names: named(state) }))
      .filter(({ names }) => names.length > 0),
    passed: proof.filter(({ status }) => status === 'pass').length,
    warned: proof.filter(({ status }) => status === 'warn').length,
    look: isLook(run) ? run.verdict : undefined,
    skipped,
    kept: run.kept ?? [],
    written:
      journal &&
      writtenOn(
        [...named('cancelled'), ...named('failed')].filter(
          id => !isSequenceTarget(id),
        ),
        journal,
      ),
    undoing: undoUnderWay(run)?.targets.map(({ id }) => id) ?? [],
    undoUntil: run.allowed.includes('undo') ? run.undoUntil : undefined,
  };
}

/**
 * How a cluster ended. A look at a part of it is one, at nothing is none; what
 * the orbit's own steps did is proved or not, whatever was seen.
 */
function endOf(
  run: Run,
  { id, state }: Pick<RunTarget, 'id' | 'state'>,
  evidence: readonly CheckResult[],
): RunState | 'unseen' {
  const isUnproved = evidence.some(
    ({ phase, targetId, status }) =>
      phase === 'verify' && targetId === id && status === 'unknown',
  );
  if (!isLook(run) || state !== 'inconclusive' || isUnproved) {
    return state;
  }
  const sight = run.verdict?.assessed === 0 ? 'none' : sightOf(id, evidence);
  switch (sight) {
    case 'part':
      return 'succeeded';
    case 'none':
      return 'unseen';
    default:
      return state;
  }
}

/**
 * Whether a run neither planned nor made a change. An undo, a plan and a look
 * are told in words of their own.
 */
function hasChangedNothing(
  run: Run,
  journal: readonly JournalEntry[] = [],
): boolean {
  const verb = verbOf(run);
  const targetIds = journal.map(({ targetId }) => targetId);
  return (
    (verb === 'install' || verb === 'fix') &&
    run.summary !== undefined &&
    countChanges(run.summary) === 0 &&
    writtenOn(targetIds, journal).every(({ ever }) => !ever)
  );
}

function verbOf({ planOnly, undoOf, type }: Run): OutcomeVerb {
  if (planOnly) {
    return 'planned';
  }
  return undoOf ? 'undone' : type;
}
