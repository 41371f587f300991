import type {
  MissionSpec,
  TargetChoice,
} from '@mission-control/plugin-missions-common';

/** How many clusters are taken, and which. */
export interface TargetBounds {
  min: number;
  max: number;
  /** Absent: any. A cluster has to match every line. */
  select?: NonNullable<MissionSpec['targets']>['select'];
}

/** A part that some clusters of a mission play. */
export interface TargetRole extends TargetBounds {
  name: string;
  title: string;
}

/** How many clusters a mission takes, which, and in which roles. */
export interface TargetRule extends TargetBounds {
  /** False: the mission runs without a cluster of its own. */
  needed: boolean;
  /** Empty when its clusters are alike. */
  roles: TargetRole[];
}

/** Reads `spec.targets`; without it, or with `max: 0`, no cluster is needed. */
export function targetRule(spec: Record<string, any>): TargetRule {
  const targets = spec.targets as MissionSpec['targets'];
  return {
    needed: targets !== undefined && targets.max !== 0,
    min: targets?.min ?? 1,
    max: targets?.max ?? Number.POSITIVE_INFINITY,
    select: targets?.select,
    roles: Object.entries(targets?.roles ?? {}).map(
      ([name, { title, min, max, select }]) => ({
        name,
        title: title ?? name,
        min: min ?? 1,
        max: max ?? Number.POSITIVE_INFINITY,
        select: select ?? targets?.select,
      }),
    ),
  };
}

/**
 * Clusters as the mission takes them, each once: in one of its roles, or in
 * none when it has none. One without a role that it has is left out, since only
 * a person can choose one.
 */
export function placedTargets(
  { roles }: TargetRule,
  targets: readonly TargetChoice[],
): TargetChoice[] {
  const placed = targets.flatMap(({ cluster, role }) =>
    roles.length === 0
      ? [{ cluster }]
      : roles
          .filter(({ name }) => name === role)
          .map(() => ({ cluster, role })),
  );
  const keyOf = ({ cluster, role }: TargetChoice) =>
    JSON.stringify([cluster, role]);
  return [...new Map(placed.map(target => [keyOf(target), target])).values()];
}

/** Whether the number of chosen clusters fits the rule. */
export function fitsRule(
  rule: TargetRule,
  targets: readonly TargetChoice[],
): boolean {
  if (!rule.needed) {
    return true;
  }
  return (
    targets.length >= rule.min &&
    targets.length <= rule.max &&
    misfitRole(rule, targets) === undefined
  );
}

/** The first role that has too few clusters, or too many. */
export function misfitRole(
  rule: TargetRule,
  targets: readonly TargetChoice[],
): { role: TargetRole; tooMany: boolean } | undefined {
  for (const role of rule.roles) {
    const count = targets.filter(target => target.role === role.name).length;
    if (count < role.min || count > role.max) {
      return { role, tooMany: count > role.max };
    }
  }
  return undefined;
}
