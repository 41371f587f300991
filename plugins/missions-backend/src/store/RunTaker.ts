import type { Lease } from './operations/claimTarget';
import type { RunRecord, TargetRecord } from './types';

/** A run that this process has just made, with what was sealed of it. */
export interface MadeRun {
  readonly run: RunRecord;
  readonly target: TargetRecord;
  /** Secret parameters by name. */
  readonly secrets: Readonly<Record<string, unknown>>;
  /** Key of its HMACs; absent without a sealing key. */
  readonly key?: string;
}

/** Who takes a run in the making. */
export interface Taking {
  /** Who holds its only target from the beginning, and for how long. */
  readonly owner: Lease['owner'];
  readonly leaseMs: number;
  /** Begins to drive it, before it is committed. */
  take(made: MadeRun): { lose(): void };
}

/**
 * A worker of this process that takes new runs from whoever makes them: where
 * nobody stands in line, there is nothing to queue for.
 */
export interface RunTaker {
  /** Undefined: others are waiting. */
  offer(): Taking | undefined;
}
