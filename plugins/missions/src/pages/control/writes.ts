import type { JournalEntry } from '@mission-control/plugin-missions-common';
import { objectName } from '@mission-control/plugin-missions-react';

/** Objects that a run had to do with on a cluster. */
export interface Writes {
  /** Written otherwise than they were. */
  changed: ReadonlySet<string>;
  /** Those, and the ones that were as wanted already. */
  touched: ReadonlySet<string>;
}

/** What a run wrote, by cluster; a cluster without a write is absent. */
export type RunWrites = ReadonlyMap<string, Writes>;

/** What runs wrote, by their id: undefined of a run that nobody asked yet. */
export type WritesOf = (runId: string) => RunWrites | undefined;

const NAMESPACE = 'v1 Namespace/';

/** What a journal says was written. A write whose end nobody knows counts. */
export function writesOf(entries: readonly JournalEntry[]): RunWrites {
  const writes = new Map<string, Record<keyof Writes, Set<string>>>();
  for (const { targetId, object, state, changed } of entries) {
    if (state !== 'failed') {
      const here = writes.get(targetId) ?? {
        changed: new Set(),
        touched: new Set(),
      };
      const key = `${object.apiVersion} ${objectName(object)}`;
      here.touched.add(key);
      if (changed !== false) {
        here.changed.add(key);
      }
      writes.set(targetId, here);
    }
  }
  return writes;
}

/** Whether a later write was about something that an earlier one had changed. */
export function isAboutSame(
  earlier: Writes,
  later: Writes,
  /** A namespace is shared by many missions: only of the same one it tells. */
  sameMission: boolean,
): boolean {
  return [...earlier.changed].some(
    key =>
      later.touched.has(key) && (sameMission || !key.startsWith(NAMESPACE)),
  );
}
