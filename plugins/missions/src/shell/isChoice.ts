import type { RunSummary } from '@mission-control/plugin-missions-common';

/** Whether a run is an undo that met what others changed since. */
export function isChoice({
  undoOf,
  summary,
}: Pick<RunSummary, 'undoOf' | 'summary'>): boolean {
  return undoOf !== undefined && !!summary?.conflict;
}
