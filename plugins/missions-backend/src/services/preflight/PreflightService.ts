import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Fitness,
  PreflightRequest,
} from '@mission-control/plugin-missions-common';

/** Preflight of a mission on clusters, without a run. */
export interface PreflightService {
  /**
   * Fitness of the given clusters, or of all that can be used. A cluster that
   * does not answer in time is `unknown`. Throws NOT_FOUND, PARAMETER_INVALID,
   * CLUSTER_UNKNOWN.
   */
  check(options: {
    readonly credentials: BackstageCredentials;
    readonly request: PreflightRequest;
    readonly signal?: AbortSignal;
  }): Promise<Fitness[]>;
}
