import type { JournalEntry } from '@mission-control/plugin-missions-common';
import { objectName } from '@mission-control/plugin-missions-react';

/** What a run wrote on a cluster. */
export interface WrittenOn {
  targetId: string;
  /** Objects that stand as they were written. */
  left: number;
  /** Something was written there at all, even if it was taken back since. */
  ever: boolean;
}

/**
 * How much of what a run wrote is still on each of these clusters. A write
 * whose end nobody knows counts: it may be there.
 */
export function writtenOn(
  targetIds: readonly string[],
  entries: readonly JournalEntry[],
): WrittenOn[] {
  return targetIds.map(targetId => {
    const writes = entries.filter(
      entry =>
        entry.targetId === targetId &&
        entry.state !== 'failed' &&
        entry.changed !== false,
    );
    const left = writes
      .filter(({ state }) => state !== 'undone')
      .map(({ object }) => `${object.apiVersion} ${objectName(object)}`);
    return { targetId, left: new Set(left).size, ever: writes.length > 0 };
  });
}
