export { createMissionAction } from './createMissionAction';
export type {
  ActionExample,
  ActionPlan,
  MissionAction,
} from './createMissionAction';
export { createOnce } from './createOnce';
export { leftOpen } from './leftOpen';
export { withOpenIntents } from './openIntents';
export type { OpenIntent, OpenIntents } from './openIntents';
export { suspend, SuspendStep } from './suspend';
export type { Suspension } from './suspend';
export { isDeletion, unapprovedWrite } from './unapprovedWrite';
export { Inconclusive, ReapprovalNeeded } from './contexts';
export type {
  BaseContext,
  ChildRequest,
  ChildRuns,
  InconclusiveOptions,
  JournalRecord,
  JournalRefusal,
  KeptRecord,
  PlanContext,
  Resumption,
  RunContext,
  StepJournal,
  StepLog,
  StepTimeLimit,
  UndoneRun,
  UndoPlanContext,
  UndoResult,
  UndoRunContext,
  WriteRefusal,
} from './contexts';
export type {
  UndoKitChange,
  UndoKitFile,
  UndoKitLeft,
  UndoKitPart,
  UndoKitTarget,
  UndoKitWriter,
} from './undoKit';
