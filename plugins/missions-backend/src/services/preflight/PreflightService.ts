import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  Fitness,
  PreflightRequest,
} from '@mission-control/plugin-missions-common';

/** What of that which a sequence starts the asking person may. */
export interface PreflightRights {
  /** Of these missions, which may be read, and of which may runs be started. */
  missions(
    refs: readonly string[],
  ): Promise<Record<'read' | 'start', ReadonlySet<string>>>;
  /** Of these clusters, which may be used. */
  clusters(names: readonly string[]): Promise<ReadonlySet<string>>;
}

/** Preflight of a mission on clusters, without a run. */
export interface PreflightService {
  /**
   * Fitness of the given clusters, or of all that can be used. A cluster that
   * does not answer in time is `unknown`. Of a sequence, clusters that the
   * missions reach that it starts are answered too, and what these need there
   * counts; a sequence without clusters of its own is asked for those only.
   * Throws NOT_FOUND, PARAMETER_INVALID, CLUSTER_UNKNOWN, and what the start of
   * a sequence would be refused with.
   */
  check(options: {
    readonly credentials: BackstageCredentials;
    readonly request: PreflightRequest;
    readonly signal?: AbortSignal;
    /** Set by the authorized service. */
    readonly rights?: PreflightRights;
  }): Promise<Fitness[]>;
}
