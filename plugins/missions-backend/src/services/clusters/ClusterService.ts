import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Cluster,
  ClusterSourceProblem,
} from '@mission-control/plugin-missions-common';
import type { ClusterResource } from '../../permissions';

/** Clusters that missions can go to. */
export interface ClusterService {
  list(options: {
    readonly credentials: BackstageCredentials;
    /** Asks every cluster now. */
    readonly refresh?: boolean;
    /** Set by the authorized service: what the policy lets see. */
    readonly isVisible?: (cluster: ClusterResource) => boolean;
  }): Promise<Cluster[]>;
  /**
   * Why clusters are missing. Undefined for who may not see every cluster:
   * problems name clusters, and no rule can be asked about those.
   */
  problems(options: {
    readonly credentials: BackstageCredentials;
  }): Promise<ClusterSourceProblem[] | undefined>;
  /** One cluster, asked now. Throws CLUSTER_UNKNOWN. */
  get(options: {
    readonly credentials: BackstageCredentials;
    readonly name: string;
  }): Promise<Cluster>;
  /** Puts a demo cluster back. Throws CLUSTER_UNKNOWN, STATE_REFUSED. */
  reset(options: {
    readonly credentials: BackstageCredentials;
    readonly name: string;
  }): Promise<Cluster>;
}
