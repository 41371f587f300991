import type {
  ClusterRef,
  Trigger,
} from '@mission-control/plugin-missions-common';
import type { NewEvent } from './RunChange';
import type { ChildAuthority, RunStarter, UndoChoice } from './types';

/** A run that was validated and authorized, before it exists. */
export interface NewRun {
  readonly missionRef: string;
  readonly missionVersion: string;
  readonly type: string;
  readonly title: string;
  readonly initiator: string;
  readonly starter?: RunStarter;
  readonly trigger: Trigger;
  /** Without the secret ones. */
  readonly parameters: Record<string, unknown>;
  /** Secret parameters by name. */
  readonly secrets?: Record<string, unknown>;
  readonly reason?: string;
  readonly planOnly?: boolean;
  /** All its clusters are demo clusters. */
  readonly demo?: boolean;
  readonly priority?: number;
  readonly undoOf?: string;
  readonly undo?: UndoChoice;
  /** Targets of the undone run that wait for a decision: it closes them. */
  readonly closes?: readonly string[];
  readonly parent?: {
    readonly runId: string;
    readonly targetId: string;
    readonly stepId: string;
  };
  readonly orbitId?: string;
  /** Refused while another run of its orbit goes on. */
  readonly alone?: boolean;
  readonly entityRef?: string;
  readonly idempotencyKey?: string;
  /** Hash of the request: the same key with another request is refused. */
  readonly requestHash?: string;
  /** What its steps may reach; absent: nothing. */
  readonly childAuthority?: ChildAuthority;
  /** In order. Empty: the one target `-` without a cluster. */
  readonly targets: readonly {
    readonly cluster: ClusterRef;
    readonly role?: string;
  }[];
}

/** How a run begins. */
export function createdEvent(run: NewRun): NewEvent {
  return {
    type: 'run.created',
    by: run.initiator,
    message: run.reason,
    data: {
      trigger: run.trigger,
      targets: run.targets.map(target => target.cluster.name),
      ...(run.undoOf && { undoOf: run.undoOf }),
    },
  };
}
