import type { MissionName } from './missions';

export const clusterNames = ['east', 'west'] as const;
/** One of the clusters. */
export type ClusterName = (typeof clusterNames)[number];

export const people = ['jane', 'ann', 'bob', 'viewer'] as const;
/** Who asks; the viewer may only read. */
export type Person = (typeof people)[number];

/** The objects that a run writes on a cluster: one is new, one was there. */
export type ObjectName = 'made' | 'changed';

/** Codes of the errors with which a request may be refused; none: it is granted. */
export type Refusals = readonly string[];

/** What is asked for when a run is started. */
export interface StartRequest {
  readonly mission: MissionName;
  readonly clusters: readonly ClusterName[];
  readonly gate: boolean;
  readonly falters: boolean;
  readonly proof: 'pass' | 'fail' | 'unknown';
  readonly planOnly: boolean;
}

/** What is asked for when a run is taken back. */
export interface UndoRequest {
  readonly targets?: readonly string[];
  readonly reason?: string;
}

/** A word on an approval. */
export type Verdict = 'approve' | 'reject';

/** A question to people, of a run or of the gate of one target. */
export interface ModelApproval {
  readonly cluster?: ClusterName;
  state: 'open' | 'approved' | 'rejected' | 'superseded';
  readonly count: number;
  readonly notStarter: boolean;
  readonly said: Map<Person, Verdict>;
}

/** A step: what it writes, or what it is. */
export type Work = { readonly write: ObjectName } | 'gate' | 'falter';

/** States in which a target is when nothing moves. */
export type RestState =
  | ('awaiting_approval' | 'running' | 'paused' | 'needs_decision')
  | ('succeeded' | 'failed' | 'inconclusive' | 'cancelled' | 'planned');

/** A cluster of a run. */
export interface ModelTarget {
  readonly cluster: ClusterName;
  readonly work: readonly Work[];
  state: RestState;
  /** How much of the work is done. */
  at: number;
  /** Its wave may write. */
  released: boolean;
  gate?: ModelApproval;
  /** Its step failed; undefined in `needs_decision`: its proof did. */
  failedStep: boolean;
  /** A person skipped a failed step. */
  skipped: boolean;
  /** What this run wrote and nobody took back. */
  readonly written: Set<ObjectName>;
}

/** A run as it should be. */
export interface ModelRun {
  readonly label: string;
  /** What tells its objects from those of other runs. */
  readonly name: string;
  readonly request: StartRequest;
  readonly by: Person;
  readonly undoOf?: ModelRun;
  readonly targets: readonly ModelTarget[];
  readonly approvals: ModelApproval[];
  pause: boolean;
  cancel: boolean;
  /** As the portal calls it. */
  id?: string;
}

/** A switch that holds what writes. */
export interface ModelFreeze {
  readonly cluster?: ClusterName;
  lifted: boolean;
  id?: string;
}

const ENDS = ['succeeded', 'failed', 'inconclusive', 'cancelled', 'planned'];
/** The first one that a target is in is the run's: a run is no better than its worst target. */
const ROLL_UP: readonly RestState[] = [
  ...(['needs_decision', 'running', 'paused', 'awaiting_approval'] as const),
  ...(['failed', 'inconclusive', 'cancelled', 'succeeded', 'planned'] as const),
];

export const isOver = ({ state }: ModelTarget) => ENDS.includes(state);
export const hasEnded = (run: ModelRun) => run.targets.every(isOver);

/** What a run is called by its targets. */
export function stateOf(run: ModelRun): RestState {
  return ROLL_UP.find(state => run.targets.some(t => t.state === state))!;
}

/** Whether a person may still say something to it. */
export function mayDecide(
  run: ModelRun,
  { state, said, notStarter }: ModelApproval,
  by: Person,
): boolean {
  const isStarter = notStarter && run.by === by;
  return state === 'open' && !said.has(by) && !isStarter && by !== 'viewer';
}

/** How often it was taken back before: an even number writes, an odd one takes back. */
export function depthOf(run: ModelRun): number {
  return run.undoOf ? depthOf(run.undoOf) + 1 : 0;
}

/** A cluster of a run that waits for its approval. */
export function newTarget(
  cluster: ClusterName,
  work: readonly Work[],
): ModelTarget {
  return {
    cluster,
    work,
    state: 'awaiting_approval',
    at: 0,
    released: false,
    failedStep: false,
    skipped: false,
    written: new Set(),
  };
}

/** Who has to say yes, to the plan and to each gate. */
export function policyOf({ request: { mission } }: Pick<ModelRun, 'request'>) {
  return { count: mission === 'pair' ? 2 : 1, notStarter: mission !== 'look' };
}

/** Ends what has not ended. */
export function end(run: ModelRun, state: RestState): void {
  for (const target of run.targets) {
    target.state = isOver(target) ? target.state : state;
  }
}
