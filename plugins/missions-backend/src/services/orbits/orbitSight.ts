import type {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import {
  AuthorizeResult,
  type PolicyDecision,
} from '@backstage/plugin-permission-common';
import { clusterReadPermission } from '@mission-control/plugin-missions-common';
import type { ClusterResource, RunScope } from '../../permissions';
import { listDecision } from '../authorize';

/** What somebody may see in orbits beside the orbits themselves. */
export interface OrbitSight {
  /** Runs that may be read; absent: all. */
  readonly runs?: RunScope;
  /** Clusters that may be read; absent: all. */
  readonly clusters?: ReadonlySet<string>;
}

/** Asks what a person may see of the runs and clusters of orbits, once for all of them. */
export function orbitSightFinder(options: {
  permissions: PermissionsService;
  readableRuns: (
    credentials: BackstageCredentials,
  ) => Promise<RunScope | undefined>;
  /** All clusters, as rules see them. */
  clusters: () => Promise<ClusterResource[]>;
  fits: (decision: PolicyDecision, resource: ClusterResource) => boolean;
}): (credentials: BackstageCredentials) => Promise<OrbitSight> {
  const { permissions, readableRuns, clusters, fits } = options;
  return async credentials => {
    const [runs, decision] = await Promise.all([
      readableRuns(credentials),
      listDecision({
        permissions,
        credentials,
        permission: clusterReadPermission,
      }),
    ]);
    if (decision.result === AuthorizeResult.ALLOW) {
      return { runs };
    }
    const visible = (await clusters()).filter(each => fits(decision, each));
    return { runs, clusters: new Set(visible.map(({ name }) => name)) };
  };
}

/** Clusters of an orbit that may not be read. */
export function hiddenClusters(
  orbit: { readonly targets: readonly { readonly cluster: string }[] },
  { clusters }: OrbitSight,
): ReadonlySet<string> {
  const names = orbit.targets.map(({ cluster }) => cluster);
  return new Set(clusters ? names.filter(name => !clusters.has(name)) : []);
}
