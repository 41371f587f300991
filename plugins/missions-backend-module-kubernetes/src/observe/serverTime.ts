import type { ClusterClient } from '@mission-control/plugin-missions-node';

/** The API server's clock in milliseconds: its objects carry its times, not ours. */
export async function serverTime(
  cluster: ClusterClient,
  signal?: AbortSignal,
): Promise<number> {
  const { headers } = await cluster.request({ path: '/version', signal });
  const told = Date.parse(headers.date ?? '');
  return Number.isNaN(told) ? Date.now() : told;
}
