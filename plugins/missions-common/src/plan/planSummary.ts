import type { ChangeKind, PlannedChange, PlanSummary } from '../schema/openapi';

/** Which column of a summary counts a kind of change. */
const columnOf = {
  create: 'create',
  change: 'change',
  delete: 'delete',
  noop: 'noop',
  conflict: 'conflict',
  deferred: 'deferred',
  external: 'change',
} as const satisfies Record<ChangeKind, keyof PlanSummary>;

/** Counts changes by kind; what is irreversible is counted besides. @public */
export function planSummary(changes: readonly PlannedChange[]): PlanSummary {
  const summary: PlanSummary = {
    create: 0,
    change: 0,
    delete: 0,
    deferred: 0,
    conflict: 0,
    irreversible: 0,
    noop: 0,
  };
  for (const change of changes) {
    summary[columnOf[change.kind]] += 1;
    if (change.irreversible) {
      summary.irreversible += 1;
    }
  }
  return summary;
}

/** Whether a plan writes nothing at all. @public */
export function isEmptyPlan(changes: readonly PlannedChange[]): boolean {
  return changes.every(({ kind }) => kind === 'noop');
}
