export { Store } from './Store';
export type { StoreDatabase, StoreOptions } from './Store';
export { RunChange } from './RunChange';
export type { NewEvent } from './RunChange';
export { RunFeed } from './RunFeed';
export type { FeedListener, FeedMessage } from './RunFeed';
export { dialectOf } from './dialect';
export type { Dialect } from './dialect';
export { newId } from './newId';
export { parseJson, toApproval, toJson, toRun, toStep, toTarget } from './rows';
export { createRun } from './operations/createRun';
export type { NewRun } from './operations/createRun';
export { decideApproval } from './operations/decideApproval';
export { decideTarget } from './operations/decideTarget';
export { recheckTarget } from './operations/recheckTarget';
export { requestCancel } from './operations/requestCancel';
export { requestPause } from './operations/requestPause';
export { saveMissionVersion } from './operations/saveMissionVersion';
export {
  readApprovals,
  readEvents,
  readEvidence,
  readFindings,
  readJournal,
  readLogs,
  readPlans,
  readRun,
  readSteps,
  readTargets,
} from './operations/readRun';
export type {
  ApprovalDecisionRecord,
  ApprovalRecord,
  EventRecord,
  EvidenceRecord,
  FindingRecord,
  JournalRow,
  LogRecord,
  RunRecord,
  StepRecord,
  StepSuspension,
  TargetRecord,
  UndoChoice,
} from './types';
