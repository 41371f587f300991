import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type {
  ActionDescription,
  Mission,
  MissionList,
  MissionProblem,
} from '@mission-control/plugin-missions-common';
import type { MissionResource, RunScope } from '../../permissions';

/** What missions are searched by; lists mean "one of". */
export interface MissionFilter {
  /**
   * Words that all occur in title, description, tags, project, name or type; or
   * an error message, which finds fixes by the symptom that it tells.
   */
  readonly q?: string;
  readonly type?: readonly string[];
  readonly category?: readonly string[];
  readonly maturity?: readonly string[];
  readonly tag?: readonly string[];
  readonly endorsed?: boolean;
}

/** What a list of missions is asked with. */
export interface ListMissionsOptions {
  readonly credentials: BackstageCredentials;
  readonly filter?: MissionFilter;
  readonly cursor?: string;
  /** Defaults to 100. */
  readonly limit?: number;
  /** Set by the authorized service: what the policy lets see. */
  readonly isVisible?: (mission: MissionResource) => boolean;
  /** Set by the authorized service: whose ends are counted. */
  readonly runs?: RunScope;
}

/** Missions of all sources, and what they are made of. */
export interface MissionService {
  /** By title, with counts for the filters. */
  list(options: ListMissionsOptions): Promise<MissionList>;
  /**
   * One mission, newest version or the given one; that one also when no source
   * gives the mission any more (`gone`). Throws NOT_FOUND.
   */
  get(options: {
    readonly credentials: BackstageCredentials;
    readonly ref: string;
    readonly version?: string;
    /** Set by the authorized service: which missions that it starts may be read. */
    readonly isVisible?: (mission: MissionResource) => boolean;
    /** Set by the authorized service: whose ends are counted. */
    readonly runs?: RunScope;
  }): Promise<Mission>;
  /** Files that could not be read, and why. */
  problems(options: {
    readonly credentials: BackstageCredentials;
    /** Set by the authorized service. */
    readonly isVisible?: (problem: MissionProblem) => boolean;
  }): Promise<MissionProblem[]>;
  /** Registered actions and checks, for who may read some mission; else none. */
  actions(options: {
    readonly credentials: BackstageCredentials;
  }): Promise<ActionDescription[]>;
}
