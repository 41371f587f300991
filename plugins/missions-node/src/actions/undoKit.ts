import type { ObjectRef } from '@mission-control/plugin-missions-common';
import type { JournalRecord } from './contexts';

/** What is to be taken back on one cluster without the portal. @public */
export interface UndoKitTarget {
  readonly run: {
    readonly id: string;
    /** Name without source: the field manager is `missions:<missionName>`. */
    readonly missionName: string;
  };
  readonly target: {
    /** Cluster name. */
    readonly id: string;
    /** UID of kube-system: the kit is for this cluster alone. */
    readonly clusterUid: string;
  };
  /** Open records of all steps whose actions share the writer, oldest first. */
  readonly records: readonly JournalRecord[];
}

/** One file of an undo kit. @public */
export interface UndoKitFile {
  /** Relative, with slashes. */
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
}

/** One object that an undo kit takes back. @public */
export interface UndoKitChange {
  readonly object: ObjectRef;
  readonly way: 'delete' | 'restore' | 'create';
}

/** One object that an undo kit does not take back, and why, for people. @public */
export interface UndoKitLeft {
  readonly object: ObjectRef;
  readonly reason: string;
}

/** What a writer makes for one cluster. The same target gives the same part. @public */
export interface UndoKitPart {
  readonly files: readonly UndoKitFile[];
  /** In the order in which they are taken back. */
  readonly changes: readonly UndoKitChange[];
  readonly left: readonly UndoKitLeft[];
  /** What the kit does less well than the portal, for people. */
  readonly limits: readonly string[];
}

/**
 * Writes files that take back what the journal says, with tools that work when
 * the portal is gone. Actions whose steps may have written the same object share
 * one writer: it sees all their records of a cluster at once.
 * @public
 */
export interface UndoKitWriter {
  /** Names the folder of its files, such as kubectl. */
  readonly id: string;
  write(target: UndoKitTarget): UndoKitPart;
}
