import type {
  ClusterRef,
  ObjectRef,
} from '@mission-control/plugin-missions-common';
import type {
  ChildRequest,
  ClusterClient,
  WriteRefusal,
} from '@mission-control/plugin-missions-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Registry } from '../registry';
import type { RunStarter, Store } from '../store';

/** As whom a run acts on a cluster; a warning when that, or the connection, leaves doubts. */
export interface ClusterStanding {
  /** Absent: nobody says. */
  readonly identity?: string;
  readonly status: 'pass' | 'warn';
  readonly message: string;
  readonly remedy?: string;
}

/** Access to one cluster for one run, with the guards of the configuration. */
export interface ConnectedCluster {
  readonly ref: ClusterRef;
  readonly client: ClusterClient;
  /** Asks the cluster as whom the run acts, unless that is known. Never throws for what the cluster answers. */
  standing(): Promise<ClusterStanding>;
  /** Why a write is not allowed, or undefined. Asked at planning and before each write. */
  writeRefusal(object: ObjectRef, verb: string): WriteRefusal | undefined;
}

/** How the worker gets at clusters; `clusters/` implements it. */
export interface ClusterAccess {
  /** Throws CLUSTER_UNKNOWN, CLUSTER_NOT_UNATTENDED, NOT_ALLOWED (nobody to act as). */
  connect(
    name: string,
    options: {
      runId: string;
      missionName: string;
      initiator: string;
      /** The person; absent: a service. */
      starter?: RunStarter;
    },
  ): Promise<ConnectedCluster>;
}

/** How steps of sequences start other runs; `services/` implements it, with the same pipeline as any request. */
export interface ChildRunStarter {
  /** Throws what `start` would be refused with; answers the version that would run. */
  check(
    options: { parentRunId: string } & ChildRequest,
  ): Promise<{ missionVersion: string }>;
  /** Starts a child; the same key gives the same run. Throws NOT_ALLOWED beyond the rights that the parent was started with. */
  start(
    options: {
      parent: { runId: string; targetId: string; stepId: string };
      /** For whom it runs. */
      initiator: string;
      idempotencyKey: string;
    } & ChildRequest,
  ): Promise<{ runId: string }>;
  /**
   * Starts the undo of a child; the same key gives the same run. Undefined: it
   * changed nothing, or all of it was taken back already. Throws NOT_ALLOWED
   * as `start` does.
   */
  undo(options: {
    parent: { runId: string; targetId: string; stepId: string };
    initiator: string;
    idempotencyKey: string;
    runId: string;
  }): Promise<{ runId: string } | undefined>;
}

/** What a worker is made of. */
export interface WorkerOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly clusters: ClusterAccess;
  readonly children: ChildRunStarter;
  readonly logger: LoggerService;
  /** Targets at once. Defaults to 10. */
  readonly concurrency?: number;
  /** Milliseconds without a heartbeat after which another worker takes over. Defaults to 10000. */
  readonly leaseMs?: number;
  /** Milliseconds between looks at the queue. Defaults to 250. */
  readonly pollMs?: number;
  /** Milliseconds between two times that it tells other replicas that it lives. Defaults to 5000. */
  readonly announceMs?: number;
  /** Milliseconds that it has to be heard by the database before it judges others. Defaults to 35000. */
  readonly steadyMs?: number;
}

/** The same with its defaults. */
export type WorkerSettings = Required<Omit<WorkerOptions, 'steadyMs'>>;
