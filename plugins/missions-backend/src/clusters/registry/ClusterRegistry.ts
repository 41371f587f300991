import type { Cluster } from '@mission-control/plugin-missions-common';
import type {
  ClusterConnection,
  ClusterProviderProblem,
  KubernetesObject,
} from '@mission-control/plugin-missions-node';
import type { Impersonation } from '../transport/impersonation';
import type { ClusterGuard } from '../guards';
import type { Starter } from '../starterIdentity';
import type { PortalClusterClient } from '../transport';

/** A cluster with everything that is needed to work on it. */
export interface RegisteredCluster {
  /** As its provider says, with title and environment of the configuration. */
  readonly connection: ClusterConnection;
  readonly provider: string;
  readonly guard: ClusterGuard;
  /**
   * As whom a run of this person acts; absent where all runs act as the same.
   * Throws NOT_ALLOWED.
   */
  readonly actAs?: (starter: Starter | undefined) => Impersonation;
  /** Refuses writes that the guard refuses; `forRun` gives the client of a run. */
  readonly client: PortalClusterClient;
}

/** A source of clusters, or a cluster of it, that cannot be used. */
export interface ProviderProblem extends ClusterProviderProblem {
  readonly provider: string;
}

/** An object that a demo cluster did not take. */
export interface DemoSeedRefusal {
  readonly cluster: string;
  /** As it was given; absent: all of them. */
  readonly object?: KubernetesObject;
  readonly reason: string;
}

/** All clusters that the portal knows. */
export interface ClusterRegistry {
  /** Without asking any cluster. Sorted by name. */
  list(): Promise<RegisteredCluster[]>;
  /** Throws CLUSTER_UNKNOWN. */
  get(name: string): Promise<RegisteredCluster>;
  /** Throws CLUSTER_UNKNOWN, and CLUSTER_NOT_UNATTENDED for one that only a user can use. */
  usable(name: string): Promise<RegisteredCluster>;
  /**
   * The cluster as the API shows it: asked now when `refresh` is set or the
   * last answer is older than half a minute.
   */
  status(name: string, options?: { refresh?: boolean }): Promise<Cluster>;
  /** Of all clusters, at most a few at a time. */
  statuses(options?: { refresh?: boolean }): Promise<Cluster[]>;
  /** Providers that failed, and clusters left out, as of the last look. */
  problems(): Promise<ProviderProblem[]>;
  /** Puts a demo cluster back to its first state. Throws STATE_REFUSED for others. */
  reset(name: string): Promise<void>;
  /**
   * Gives every demo cluster the objects that missions need there, all of them
   * each time; no other cluster is touched. Never throws: what a cluster did
   * not take is in the answer, without an object when it took none of them.
   */
  seedDemo(
    objectsOf: (cluster: string) => readonly KubernetesObject[],
  ): Promise<DemoSeedRefusal[]>;
  /** Ends all connections. */
  close(): Promise<void>;
}
