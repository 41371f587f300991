import type { BackstageCredentials } from '@backstage/backend-plugin-api';
import type { PermissionCriteria } from '@backstage/plugin-permission-common';
import type {
  CheckResult,
  CreateRunRequest,
  DecideRequest,
  FindingList,
  JournalEntry,
  LogLine,
  Plan,
  Run,
  RunEvent,
  RunList,
  UndoRequest,
} from '@mission-control/plugin-missions-common';
import type { RunQuery } from '../../permissions';
import type { ChildAuthority } from '../../store';
import type { RunFilter } from '../../store/operations/listRuns';
import type { RunNews, RunPosition, TailPlace } from './RunNews';

/** Which run, and for whom. */
export interface RunOptions {
  readonly runId: string;
  readonly credentials: BackstageCredentials;
}

/** waiting: for the asking user; active: the others that go on; completed: ended. */
export type RunGroup = 'waiting' | 'active' | 'completed';

/** What a list of runs is asked with. */
export interface ListRunsOptions {
  readonly credentials: BackstageCredentials;
  readonly filter?: RunFilter;
  readonly group?: RunGroup;
  readonly cursor?: string;
  /** Defaults to 50. */
  readonly limit?: number;
  /** Set by the authorized service: what the policy lets see. */
  readonly conditions?: PermissionCriteria<RunQuery>;
  /** Set by the authorized service: what the policy lets approve. */
  readonly approvable?: PermissionCriteria<RunQuery> | 'none';
}

/** A run or undo run to be started. */
export interface CreateRunOptions {
  readonly credentials: BackstageCredentials;
  readonly request: CreateRunRequest;
  /** The same key gives the same run. */
  readonly idempotencyKey?: string;
  /** Set by the authorized service: what the steps may reach. */
  readonly childAuthority?: ChildAuthority;
}

/** A change with words that are kept. */
export interface ReasonOptions extends RunOptions {
  readonly reason?: string;
}

/** Narrows evidence, journal and logs. */
export interface RunPartOptions extends RunOptions {
  readonly target?: string;
  readonly step?: string;
}

/** Which log lines; `after` and `before` are numbers within one step. */
export interface LogOptions extends RunPartOptions {
  readonly after?: number;
  readonly before?: number;
  /** Of more lines than `limit` the last, not the first. */
  readonly newest?: boolean;
  readonly q?: string;
  readonly limit?: number;
}

/**
 * Runs: starting them, what they did, and what people do with them. Every
 * method throws NOT_FOUND for a run that is not there; changes throw
 * STATE_REFUSED when the run's state does not allow them.
 */
export interface RunService {
  list(options: ListRunsOptions): Promise<RunList>;
  get(options: RunOptions): Promise<Run>;
  /**
   * Throws NOT_FOUND, MISSION_CHANGED, MISSION_INVALID (a draft),
   * PARAMETER_INVALID, INPUT_INVALID (targets), CLUSTER_UNKNOWN,
   * CLUSTER_NOT_UNATTENDED, SECRET_KEY_MISSING, IDEMPOTENCY_CONFLICT.
   */
  create(options: CreateRunOptions): Promise<Run>;
  plan(options: RunOptions): Promise<Plan>;
  /** The plan for a ticket. */
  planMarkdown(options: RunOptions): Promise<string>;
  evidence(options: RunPartOptions): Promise<CheckResult[]>;
  /** What was changed, in order; bodies are left out. */
  journal(options: RunPartOptions): Promise<JournalEntry[]>;
  events(
    options: RunOptions & { after?: number; limit?: number },
  ): Promise<RunEvent[]>;
  /** Lines, oldest first. Throws INPUT_INVALID. */
  logs(options: LogOptions): Promise<{ items: LogLine[]; truncated: boolean }>;
  /**
   * What a viewer has not seen yet, up to two seconds old; with `newestLines` at most so many lines
   * of each step, its last ones.
   */
  news(
    options: RunOptions & {
      position: RunPosition;
      limit: number;
      newestLines?: number;
      /** Of the answer before, if all of it was sent. */
      place?: TailPlace;
    },
  ): Promise<RunNews>;
  findings(options: RunOptions): Promise<FindingList>;
  cancel(options: ReasonOptions): Promise<Run>;
  pause(options: ReasonOptions): Promise<Run>;
  resume(options: ReasonOptions): Promise<Run>;
  /** Lets it go on outside of its change windows. */
  passWindows(options: RunOptions & { reason: string }): Promise<Run>;
  /**
   * Sends these targets, blocked or waiting for an approval, through preflight
   * and planning again; without any all that are blocked, or else all that wait.
   */
  recheck(
    options: ReasonOptions & { targets?: readonly string[] },
  ): Promise<Run>;
  decide(
    options: RunOptions & {
      request: DecideRequest;
      childAuthority?: ChildAuthority;
    },
  ): Promise<Run>;
  /** Starts the run that takes this one back. Throws UNDO_REFUSED with the reason. */
  undo(
    options: RunOptions & {
      request: UndoRequest;
      idempotencyKey?: string;
      childAuthority?: ChildAuthority;
      /** Set by the authorized service: it may close targets that wait for a decision. */
      mayDecide?: boolean;
    },
  ): Promise<Run>;
  feedback(
    options: RunOptions & { value: 'up' | 'down' | 'none'; comment?: string },
  ): Promise<Run>;
}
