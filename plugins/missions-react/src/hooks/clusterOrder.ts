import type { Cluster } from '@mission-control/plugin-missions-common';

/** Environments in the order in which people think of them. */
const KNOWN = [/^prod/i, /^stag/i, /^(test|qa|int)/i, /^dev/i];

/** Where an environment stands: production, staging, test, development, then others. @public */
export function environmentRank(environment: string): number {
  const rank = KNOWN.findIndex(pattern => pattern.test(environment));
  return rank === -1 ? KNOWN.length : rank;
}

/** Clusters by environment, those that are production first, then by name. @public */
export function inClusterOrder<
  T extends Pick<Cluster, 'name' | 'environment' | 'production'>,
>(clusters: readonly T[]): T[] {
  return [...clusters].sort(
    (a, b) =>
      Number(b.production ?? false) - Number(a.production ?? false) ||
      environmentRank(a.environment) - environmentRank(b.environment) ||
      a.environment.localeCompare(b.environment) ||
      a.name.localeCompare(b.name),
  );
}
