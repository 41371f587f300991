import type {
  JournalEntry,
  ObjectRef,
  PlannedChange,
} from '@mission-control/plugin-missions-common';
import { objectName } from '@mission-control/plugin-missions-react';

/** The writes of a planned object, oldest first; a refused one wrote nothing. */
export function writesOf(
  change: PlannedChange,
  entries: readonly JournalEntry[],
): JournalEntry[] {
  return entries.filter(
    entry =>
      entry.state !== 'failed' &&
      nameOf(entry.object) === nameOf(change.object),
  );
}

/** Writes of objects that the plan does not name: they became known in the run. */
export function unplannedWrites(
  changes: readonly PlannedChange[],
  entries: readonly JournalEntry[],
): JournalEntry[] {
  const planned = new Set(changes.map(({ object }) => nameOf(object)));
  return entries.filter(
    entry => entry.state !== 'failed' && !planned.has(nameOf(entry.object)),
  );
}

function nameOf(object: ObjectRef): string {
  return `${object.apiVersion} ${objectName(object)}`;
}
