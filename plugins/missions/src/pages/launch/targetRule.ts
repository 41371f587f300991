import type { TargetChoice } from '@mission-control/plugin-missions-common';

/** How many clusters a mission takes, and in which roles. */
export interface TargetRule {
  /** False: the mission runs without a cluster of its own. */
  needed: boolean;
  min: number;
  max: number;
  roles: string[];
}

/** Reads `spec.targets`; without it, or with `max: 0`, no cluster is needed. */
export function targetRule(spec: Record<string, any>): TargetRule {
  const targets = spec.targets as
    | { min?: number; max?: number; roles?: Record<string, unknown> }
    | undefined;
  const roles = Object.keys(targets?.roles ?? {});
  return {
    needed: targets !== undefined && targets.max !== 0,
    min: targets?.min ?? 1,
    max: targets?.max ?? Number.POSITIVE_INFINITY,
    roles,
  };
}

/** Whether the number of chosen clusters fits the rule. */
export function fitsRule(
  rule: TargetRule,
  targets: readonly TargetChoice[],
): boolean {
  if (!rule.needed) {
    return true;
  }
  return targets.length >= rule.min && targets.length <= rule.max;
}
