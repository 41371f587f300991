import {
  MissionError,
  type ObjectRef,
} from '@mission-control/plugin-missions-common';
import {
  guardWrites,
  type BaseContext,
  type ClusterClient,
  type StepLog,
  type WriteDeclarations,
  type WriteRefusal,
} from '@mission-control/plugin-missions-node';
import type { LoggerService } from '@backstage/backend-plugin-api';
import type { Registry } from '../registry';
import type { HeldChange, Lease, Store, TargetRecord } from '../store';
import type { HeldLease } from './HeldLease';
import type { RunSession } from './RunSession';
import type { ChildRunStarter, ConnectedCluster } from './types';

const silent: StepLog = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** Why nothing is written while no sealing key is configured. */
const noKey: WriteRefusal = {
  code: 'SECRET_KEY_MISSING',
  message:
    'Nothing can be written, because the journal cannot be sealed: missions.sealing.keys is empty',
};

/** One claimed target while a worker drives it. */
export class TargetSession {
  readonly store: Store;
  readonly registry: Registry;
  readonly children: ChildRunStarter;
  readonly logger: LoggerService;
  readonly held: HeldLease;
  readonly session: RunSession;
  readonly connected: ConnectedCluster | undefined;
  /** Why there is no connection to the target's cluster. */
  readonly connectError: unknown;

  constructor(options: {
    store: Store;
    registry: Registry;
    children: ChildRunStarter;
    logger: LoggerService;
    held: HeldLease;
    session: RunSession;
    connected: ConnectedCluster | undefined;
    connectError?: unknown;
  }) {
    this.store = options.store;
    this.registry = options.registry;
    this.children = options.children;
    this.logger = options.logger;
    this.held = options.held;
    this.session = options.session;
    this.connected = options.connected;
    this.connectError = options.connectError;
  }

  get lease(): Lease {
    return this.held.lease;
  }

  /**
   * Commits a result if this worker still holds the target. False, and nothing
   * changed, when the lease was lost. `later`: as in `Store.changeHeld`.
   */
  async commit(
    fn: HeldChange,
    options?: { readonly later?: boolean },
  ): Promise<boolean> {
    return this.held.commit(fn, options);
  }

  /** Why a write is refused, or undefined. */
  writeRefusal(object: ObjectRef, verb: string): WriteRefusal | undefined {
    if (!this.store.sealer.available) {
      return noKey;
    }
    return this.connected?.writeRefusal(object, verb);
  }

  /** What every action and check gets. Its client writes only what is declared. */
  base<TInput>(options: {
    target: TargetRecord;
    stepId: string;
    writes: WriteDeclarations;
    input: TInput;
    signal?: AbortSignal;
    log?: StepLog;
  }): BaseContext<TInput> {
    const { target, stepId, writes, input, signal, log } = options;
    const { run, missionName, masker, digest } = this.session;
    const { connected } = this;
    const client = connected && guardWrites(connected.client, writes);
    const { connectError } = this;
    return {
      input,
      run: {
        id: run.id,
        missionRef: run.missionRef,
        missionName,
        missionVersion: run.missionVersion,
        initiator: run.initiator,
        demo: run.demo,
        undoOf: run.undoOf,
      },
      target: {
        id: target.targetId,
        role: target.role,
        cluster: target.clusterRef,
        clusterUid: target.clusterUid,
      },
      stepId,
      get cluster(): ClusterClient {
        if (!client && target.cluster !== undefined) {
          throw connectError;
        }
        if (!client) {
          throw new MissionError(
            'CLUSTER_UNKNOWN',
            `Step '${stepId}' needs a cluster, and this run has none`,
          );
        }
        return client;
      },
      log: log ?? silent,
      signal: signal ?? this.held.signal,
      mask: value => masker.mask(value),
      digest,
      writeRefusal: (object, verb) => this.writeRefusal(object, verb),
      checkChild: async request => {
        // A run that has just been made may not be in the database yet.
        await this.held.settled();
        return this.children.check({ parentRunId: run.id, ...request });
      },
    };
  }
}
