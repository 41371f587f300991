import type {
  PlannedChange,
  TargetPlan,
} from '@mission-control/plugin-missions-common';
import { changeId } from './planWords';

/** A planned change with a name of its own. */
export interface NamedChange {
  /** Of all changes of a target only this one has it, in every plan of a run. */
  id: string;
  change: PlannedChange;
}

/** Targets with the same changes, shown once. */
export interface PlanGroup {
  /** Its first target: it stays the same group while others join and leave it. */
  id: string;
  targets: readonly TargetPlan[];
  changes: readonly NamedChange[];
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
    id: members[0].targetId,
    targets: members,
    changes: named(members[0].changes),
  }));
}

/** A step may have several things to say about one object, such as two conflicts. */
function named(changes: readonly PlannedChange[]): NamedChange[] {
  const seen = new Map<string, number>();
  return changes.map(change => {
    const name = changeId(change);
    const nth = (seen.get(name) ?? 0) + 1;
    seen.set(name, nth);
    return { id: nth === 1 ? name : `${name} ${nth}`, change };
  });
}

/** What a reader could tell apart; UIDs and digests differ on every cluster. */
function shownOf(change: PlannedChange) {
  const { uid, digest, live, allocated, ...shown } = change;
  return shown;
}
