import type { Kind } from './kinds';

/** What a run does to an object, step by step. */
export type Op =
  | 'create'
  | 'apply'
  | 'merge'
  | 'strategic'
  | 'json'
  | 'scale'
  | 'restart'
  | 'delete';

/** What somebody else does to an object in between. */
export type Act =
  | 'nothing'
  | 'same-field'
  | 'other-field'
  | 'take-over'
  | 'finalizer'
  | 'owner'
  | 'delete'
  | 'make-anew'
  | 'use';

/** What a person says of an object that stands in the way. */
export type Choice = 'keep' | 'overwrite';

/** One object of a case. */
export interface Slot {
  readonly kind: Kind;
  /** Somebody made it before the run, by an apply or by an update. */
  readonly before?: 'Apply' | 'Update';
  readonly ops: readonly Op[];
  readonly act: Act;
  readonly choice: Choice;
  /** It lives in the namespace that the run itself makes. */
  readonly isAtHome: boolean;
}

/** Where a process ends: at the nth write of a run, from 1. */
export interface CrashPoint {
  readonly nth: number;
  /** Before its intent; between intent and write; between write and record. */
  readonly at: 'before-intent' | 'before-write' | 'before-record';
}

/** Where the processes of a run end. */
export type Crashes = 'nowhere' | 'everywhere' | CrashPoint;

/** A run of many writes, what becomes of it, and what others do before it is taken back. */
export interface Case {
  readonly slots: readonly Slot[];
  /** The run ends with a Job of its own, which is nobody else's. */
  readonly hasJob: boolean;
  /** Which slot goes on next, each modulo those that are left. */
  readonly order: readonly number[];
  readonly crash: Crashes;
  /** After its crash the run is cancelled, so the write stays unconfirmed. */
  readonly isCancelled: boolean;
  readonly crashOfUndo: Crashes;
  /** When others act: before the undo is planned, before that is approved, or while its process is dead. */
  readonly actsAt: 'after-run' | 'after-plan' | 'while-dead';
  /** The undo is taken back, too. */
  readonly isRedone: boolean;
}

/** What there is of a slot after some of its ops. */
export interface Standing {
  readonly exists: boolean;
  /** The run made the object that is there. */
  readonly isMade: boolean;
  readonly isTouched: boolean;
}

/** What there is of a slot after these ops of it. */
export function standingAfter(
  { before }: Pick<Slot, 'before'>,
  ops: readonly Op[],
): Standing {
  const last = ops.findLast(op => op === 'create' || op === 'delete');
  return {
    exists: last ? last === 'create' : before !== undefined,
    isMade: last === 'create',
    isTouched: ops.length > 0,
  };
}
