import type {
  ActionDescription,
  Approval,
  ApprovalRequest,
  Brakes,
  CheckResult,
  Cluster,
  ClusterSourceProblem,
  CreateOrbitRequest,
  CreateRunRequest,
  DecideRequest,
  Delegation,
  DelegationRequest,
  FindingList,
  Fitness,
  Freeze,
  GiveFeedbackRequest,
  JournalEntry,
  ListApprovals,
  ListLogs,
  ListMissions,
  ListRuns,
  ListUpcomingSlots,
  LogLine,
  Mission,
  MissionList,
  MissionProblem,
  Orbit,
  OrbitSlot,
  Plan,
  PreflightRequest,
  Run,
  RunEvent,
  RunList,
  SetFreezeRequest,
  Status,
  UndoKit,
  UndoKitRequest,
  UndoRequest,
  UpcomingList,
} from '@mission-control/plugin-missions-common';

/** Filters of the list of missions. @public */
export type MissionQuery = ListMissions['query'];
/** Filters of the list of runs. @public */
export type RunQuery = ListRuns['query'];
/** Filters of the log lines of a run. @public */
export type LogQuery = ListLogs['query'];
/** Filters of the list of approvals. @public */
export type ApprovalQuery = ListApprovals['query'];

/** How far ahead, and how many slots at most. @public */
export type UpcomingQuery = ListUpcomingSlots['query'];

/** What the stream of a run says. @public */
export type RunStreamMessage =
  | { kind: 'event'; event: RunEvent; cursor?: string }
  | { kind: 'log'; line: LogLine; cursor?: string };

/** Options of {@link MissionsApi.streamRun}. @public */
export interface StreamRunOptions {
  runId: string;
  /** Where the stream goes on; from the last message that was seen. */
  cursor?: string;
  /** Begins with at most so many lines of each step; all without it. */
  newestLines?: number;
  signal: AbortSignal;
  /** Called once, when the backend accepted the stream. */
  onOpen?: () => void;
  onMessage: (message: RunStreamMessage) => void;
}

/**
 * What the pages ask the backend. Every method rejects with a
 * `MissionsApiError` when the backend refuses or does not answer.
 * @public
 */
export interface MissionsApi {
  getStatus(): Promise<Status>;

  listMissions(query?: MissionQuery): Promise<MissionList>;
  getMission(missionRef: string, version?: string): Promise<Mission>;
  listMissionProblems(): Promise<MissionProblem[]>;
  checkFitness(request: PreflightRequest): Promise<Fitness[]>;
  listActions(): Promise<ActionDescription[]>;

  listClusters(options?: { refresh?: boolean }): Promise<Cluster[]>;
  /** Why clusters are missing; empty for who may not see every cluster. */
  listClusterProblems(): Promise<ClusterSourceProblem[]>;
  getCluster(name: string): Promise<Cluster>;
  resetCluster(name: string): Promise<Cluster>;
  /** What holds writes now, and what the asking user may freeze. */
  getBrakes(): Promise<Brakes>;
  setFreeze(request: SetFreezeRequest): Promise<Freeze>;
  /** Answers what still holds writes. */
  liftFreeze(freezeId: string, reason: string): Promise<Brakes>;

  listRuns(query?: RunQuery): Promise<RunList>;
  /** The same key gives the same run, however often it is sent. */
  createRun(request: CreateRunRequest, idempotencyKey: string): Promise<Run>;
  getRun(runId: string): Promise<Run>;
  getPlan(runId: string): Promise<Plan>;
  getPlanMarkdown(runId: string): Promise<string>;
  listEvidence(
    runId: string,
    filter?: { target?: string; step?: string },
  ): Promise<CheckResult[]>;
  listJournal(
    runId: string,
    filter?: { target?: string },
  ): Promise<JournalEntry[]>;
  listEvents(
    runId: string,
    filter?: { after?: number; limit?: number },
  ): Promise<RunEvent[]>;
  listLogs(
    runId: string,
    filter?: LogQuery,
  ): Promise<{ items: LogLine[]; truncated: boolean }>;
  listFindings(runId: string): Promise<FindingList>;
  /** Resolves when the backend ends the stream; rejects when it breaks. */
  streamRun(options: StreamRunOptions): Promise<void>;

  cancelRun(runId: string, reason?: string): Promise<Run>;
  pauseRun(runId: string, reason?: string): Promise<Run>;
  resumeRun(runId: string, reason?: string): Promise<Run>;
  /** Lets it go on outside of its change windows. */
  passWindows(runId: string, reason: string): Promise<Run>;
  /** Without targets: all that are blocked, or else all that wait for an approval. */
  recheckRun(runId: string, targets?: string[]): Promise<Run>;
  undoRun(
    runId: string,
    request: UndoRequest,
    idempotencyKey: string,
  ): Promise<Run>;
  /** What an undo kit of the run would hold. */
  getUndoKit(runId: string): Promise<UndoKit>;
  /** The kit: an age file. */
  exportUndoKit(runId: string, request: UndoKitRequest): Promise<Blob>;
  decideTarget(runId: string, request: DecideRequest): Promise<Run>;
  giveFeedback(runId: string, request: GiveFeedbackRequest): Promise<Run>;

  listApprovals(query?: ApprovalQuery): Promise<Approval[]>;
  getApproval(approvalId: string): Promise<Approval>;
  decideApproval(
    approvalId: string,
    request: ApprovalRequest,
  ): Promise<Approval>;
  /** Hands the own voice to others. */
  delegateApproval(
    approvalId: string,
    request: DelegationRequest,
  ): Promise<Approval>;

  /** What the asking user handed over and has not ended. */
  listDelegations(): Promise<Delegation[]>;
  endDelegation(delegationId: string): Promise<void>;

  listOrbits(): Promise<Orbit[]>;
  /** When which orbit looks next, soonest first. */
  listUpcomingSlots(query?: UpcomingQuery): Promise<UpcomingList>;
  /** The same key gives the same orbit, however often it is sent. */
  createOrbit(
    request: CreateOrbitRequest,
    idempotencyKey: string,
  ): Promise<Orbit>;
  getOrbit(orbitId: string): Promise<Orbit>;
  deleteOrbit(orbitId: string): Promise<void>;
  pauseOrbit(orbitId: string): Promise<Orbit>;
  resumeOrbit(orbitId: string): Promise<Orbit>;
  /**
   * Looks now; the same key gives the same run, however often it is sent. A
   * slot: the look waits for the run that goes on.
   */
  runOrbit(orbitId: string, idempotencyKey: string): Promise<Run | OrbitSlot>;
  listOrbitFindings(orbitId: string): Promise<FindingList>;
}
