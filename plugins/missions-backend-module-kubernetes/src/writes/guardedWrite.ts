import type {
  ObjectRef,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import type {
  JournalRecord,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Change } from './change';
import type { EarlierChange } from './deferral';
import type { Loss } from './loss';

/** A live object, or null when there is none. */
export type Live = KubernetesObject | null;

/** One write, described so that it can be checked, guarded, journalled and repeated. */
export interface GuardedWrite {
  readonly ref: ObjectRef;
  readonly verb: string;
  /** HMAC of what will be sent; must be the approved one. */
  readonly digest?: string;
  /** What it takes along; the journal keeps why it cannot be taken back. */
  loss?(live: Live): Promise<Loss>;
  /** Planning again is a dry run: it tells who owns by now what will be set. */
  readonly dryRuns?: boolean;
  /** Drift beside existence, uid and the paths that the plan touches. */
  drift?(live: Live, approved: PlannedChange): Promise<string | undefined>;
  /**
   * A further reason to ask again, which only holds right before the write.
   * Throws what no approval would help with.
   */
  refuse?(live: Live): Promise<string | undefined>;
  /** Plans again from the live object; `earlier` is what will be written before. */
  replan(live: Live, earlier: readonly EarlierChange[]): Promise<Change>;
  /** Writes; null: the object is gone. */
  send(live: Live, approved: PlannedChange): Promise<Live>;
  /**
   * Whether what is there follows from what the step wrote elsewhere, as its
   * records tell: nothing is left to write, and nothing differs from the plan.
   */
  follows?(live: Live, records: readonly JournalRecord[]): boolean;
  /** Whether an unconfirmed write has happened. */
  happened(live: Live, prior: Live): boolean;
}

/** What a guarded write came to. */
export interface WriteResult {
  readonly object: Live;
  readonly outcome: 'written' | 'repeated' | 'unchanged';
}
