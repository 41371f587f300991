import type { Brakes } from '@mission-control/plugin-missions-common';

/** Whether the person who looks may freeze anything at all. */
export function mayFreezeAny({
  mayFreeze,
}: Pick<Brakes, 'mayFreeze'>): boolean {
  const { instance, environments, clusters } = mayFreeze;
  return instance || environments.length + clusters.length > 0;
}
