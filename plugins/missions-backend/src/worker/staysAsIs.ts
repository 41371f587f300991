import type { PlannedChange } from '@mission-control/plugin-missions-common';

/** A change of an undo as one that leaves its object as it is, and why. */
export function staysAsIs(change: PlannedChange, why: string): PlannedChange {
  return {
    ...change,
    kind: 'noop',
    takeOver: false,
    note: [why, change.note].filter(Boolean).join('. '),
  };
}
