export { Store } from './Store';
export type { StoreDatabase, StoreOptions } from './Store';
export type { HeldChange } from './changeHeld';
export { LiveRuns } from './change/LiveRuns';
export { type LiveRun, StaleView } from './change/LiveRun';
export type { Columns } from './change/WriteSet';
export type { Row } from './change/RunRows';
export { RunChange } from './RunChange';
export type { NewEvent } from './RunChange';
export type { Taking, MadeRun, RunTaker } from './RunTaker';
export { RunFeed } from './RunFeed';
export type { FeedListener, FeedMessage } from './RunFeed';
export { dialectOf } from './dialect';
export type { Dialect } from './dialect';
export { isStoreError } from './isStoreError';
export { SCHEMA_GENERATION, SchemaGuard, schemaFits } from './SchemaGuard';
export { isId, newId } from './newId';
export { parseJson, toApproval, toJson, toRun, toStep, toTarget } from './rows';
export { createRun } from './operations/createRun';
export type { NewRun } from './NewRun';
export { decideApproval } from './operations/decideApproval';
export { decideTarget } from './operations/decideTarget';
export { recheckTarget } from './operations/recheckTarget';
export { requestCancel } from './operations/requestCancel';
export { requestPause } from './operations/requestPause';
export { saveMissionVersion } from './operations/saveMissionVersion';
export { readLogs } from './operations/readLogs';
export {
  readApprovals,
  readApprovedPlan,
  readEvents,
  readEvidence,
  readFindings,
  readJournal,
  readPlans,
  readRun,
  readSteps,
  readTarget,
  readTargets,
} from './operations/readRun';
export type {
  ApprovalDecisionRecord,
  ApprovalRecord,
  ChildAuthority,
  EventRecord,
  EvidenceRecord,
  FindingRecord,
  JournalRow,
  LogRecord,
  RunRecord,
  RunStarter,
  StepRecord,
  StepSuspension,
  TargetHold,
  TargetRecord,
  UndoChoice,
  WindowPass,
} from './types';
export { isTakingBack } from './operations/isTakingBack';
export { readFreezes } from './operations/freezes';
export { claimTarget } from './operations/claimTarget';
export { REPLICA_LIFE_MS, announceReplica } from './operations/announceReplica';
export type { ClaimedTarget, Lease } from './operations/claimTarget';
export { claimWithin } from './operations/claimWithin';
export type { Replica } from './operations/announceReplica';
export { readReplicas } from './operations/readReplicas';
export type { LivingReplica } from './operations/readReplicas';
export { findOldSeals, resealValue } from './operations/oldSeals';
export type { OldSeal } from './operations/oldSeals';
export {
  leaveRotation,
  readRotation,
  saveRotation,
  takeRotation,
} from './operations/rotation';
export type {
  Rotation,
  RotationProgress,
  ShutValues,
} from './operations/rotation';
export { forgetReplicas } from './operations/forgetReplicas';
export { leaveTarget } from './operations/leaveTarget';
export { renewLease } from './operations/renewLease';
export { releaseTarget } from './operations/releaseTarget';
export { guardLease } from './operations/guardLease';
export { moveTarget } from './operations/moveTarget';
export { moveStep } from './operations/moveStep';
export {
  approvedPlanColumns,
  planColumns,
  savePlannedSteps,
} from './operations/savePlan';
export type { PlannedStep } from './operations/savePlan';
export { clearEvidence, insertEvidence } from './operations/insertEvidence';
export { putEntries } from './operations/putEntries';
export type { StepEntry } from './operations/putEntries';
export { readRoleSteps } from './operations/readRoleSteps';
export { appendLogs } from './operations/appendLogs';
export type { NewLogLine } from './operations/appendLogs';
export {
  completeIntent,
  failIntent,
  insertIntent,
  openJournal,
  wroteEarlier,
} from './operations/journal';
export { deletedByRun, madeByRun } from './operations/journalKnows';
export { writtenSince } from './operations/writtenSince';
export { isSomethingLeft, readStepChildren } from './operations/stepChildren';
export { readKept, settleUndone } from './operations/settleUndone';
export type { KeptObject } from './operations/settleUndone';
export { readCheckpoint, saveCheckpoint } from './operations/checkpoints';
export {
  openOutput,
  openRow,
  openRunSecrets,
  outputPlace,
  readOutputRows,
} from './operations/secrets';
export type { OutputRow, RunSecrets } from './operations/secrets';
export {
  readDerivedSecrets,
  saveDerivedSecrets,
} from './operations/derivedSecrets';
export type { DerivedSecret } from './operations/derivedSecrets';
export { readHiddenValues, readSecrets } from './operations/readSecrets';
export { readLastLook } from './operations/readLastLook';
export { saveFindings } from './operations/saveFindings';
export type { NewFinding } from './operations/saveFindings';
export { findLostKeys } from './operations/findLostKeys';
export { findShutRuns } from './operations/findShutRuns';
export { cancelChildren } from './cancelChildren';
export { letGo } from './letGo';
export { SWEEP_LOCK_MS } from './SweepingStore';
export { HeldRuns, SweepPatience } from './HeldRuns';
export type { WithEachRun } from './HeldRuns';
export { findRivals, whatRivalDoes } from './operations/takeTurns';
export type { Rival } from './operations/takeTurns';
export { findExpiredApprovals } from './operations/findExpiredApprovals';
export { expireApprovals } from './operations/decideApproval';
export { insertApproval } from './operations/insertApproval';
export type { NewApproval } from './operations/insertApproval';
