import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  CreateOrbitRequest,
  FindingList,
  Orbit,
  OrbitSlot,
  Run,
  UpcomingList,
} from '@mission-control/plugin-missions-common';
import type { ChildAuthority } from '../../store';
import type { OrbitSight } from './orbitSight';

/** Which orbit, and for whom. */
export interface OrbitOptions {
  readonly credentials: BackstageCredentials;
  readonly orbitId: string;
  /** Set by the authorized service; absent: everything. */
  readonly sight?: OrbitSight;
}

/**
 * Asks for the rights to what steps will reach. Asked before something is made,
 * and not for a repeated request, which makes nothing. Throws NOT_ALLOWED, and
 * what the request is refused with.
 */
export type AskChildAuthority = () => Promise<ChildAuthority | undefined>;

/** Recurring missions. Every method but list and create throws NOT_FOUND. */
export interface OrbitService {
  /** Those that need eyes first: down, late, running, then the rest by title. */
  list(options: {
    readonly credentials: BackstageCredentials;
    /** Set by the authorized service. */
    readonly missionRefs?: ReadonlySet<string>;
    readonly sight?: OrbitSight;
  }): Promise<Orbit[]>;
  /** When they look next, soonest first. Paused orbits have no slots. */
  upcoming(options: {
    readonly credentials: BackstageCredentials;
    /** How far ahead, in hours. @default 24 */
    readonly hours?: number;
    /** At most so many slots. @default 500 */
    readonly limit?: number;
    /** Set by the authorized service. */
    readonly missionRefs?: ReadonlySet<string>;
    readonly sight?: OrbitSight;
  }): Promise<UpcomingList>;
  get(options: OrbitOptions): Promise<Orbit>;
  /**
   * Enables a mission; it runs for the asking person. Throws NOT_FOUND,
   * INPUT_INVALID (schedule, targets, secrets), PARAMETER_INVALID, CLUSTER_…,
   * IDEMPOTENCY_CONFLICT.
   */
  create(options: {
    readonly credentials: BackstageCredentials;
    readonly request: CreateOrbitRequest;
    /**
     * The same key gives the same orbit, until it is disabled, whatever became
     * of its mission and clusters.
     */
    readonly idempotencyKey?: string;
    /** Set by the authorized service: what steps of its runs may reach. */
    readonly childAuthority?: AskChildAuthority;
    readonly sight?: OrbitSight;
  }): Promise<Orbit>;
  /** Disables it; its runs stay. */
  remove(options: OrbitOptions): Promise<void>;
  pause(options: OrbitOptions): Promise<Orbit>;
  /** Goes on with the next slot; what was missed while paused is not caught up. */
  resume(options: OrbitOptions): Promise<Orbit>;
  /**
   * Looks now, for the asking person. While a run of the orbit goes on it
   * throws CONFLICT, or answers the slot that waits: its `overlap` says which.
   */
  run(
    options: OrbitOptions & {
      /** The same key gives the same run. */
      readonly idempotencyKey?: string;
      /** Set by the authorized service: what its steps may reach. */
      readonly childAuthority?: AskChildAuthority;
    },
  ): Promise<{ run: Run } | { slot: OrbitSlot }>;
  /** Findings of the newest run that ended, of those that may be read. */
  findings(options: OrbitOptions): Promise<FindingList>;
}
