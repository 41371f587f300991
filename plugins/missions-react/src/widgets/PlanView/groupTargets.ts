import type {
  PlannedChange,
  TargetPlan,
} from '@mission-control/plugin-missions-common';

/** Targets with the same changes, shown once. */
export interface PlanGroup {
  /** Stable name of the group: the ids of its targets. */
  id: string;
  targets: readonly TargetPlan[];
  changes: readonly PlannedChange[];
}

/** Folds the targets whose changes do not differ; the order is that of the plan. */
export function groupTargets(targets: readonly TargetPlan[]): PlanGroup[] {
  const groups = new Map<string, TargetPlan[]>();
  for (const target of targets) {
    const key = JSON.stringify([
      target.changes.map(shownOf),
      target.problems ?? [],
    ]);
    groups.set(key, [...(groups.get(key) ?? []), target]);
  }
  return [...groups.values()].map(members => ({
    id: members.map(target => target.targetId).join(','),
    targets: members,
    changes: members[0].changes,
  }));
}

/** What a reader could tell apart; UIDs and digests differ on every cluster. */
function shownOf(change: PlannedChange) {
  const { uid, digest, live, allocated, ...shown } = change;
  return shown;
}
