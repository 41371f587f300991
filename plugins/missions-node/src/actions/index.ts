export { createMissionAction } from './createMissionAction';
export type {
  ActionExample,
  ActionPlan,
  MissionAction,
} from './createMissionAction';
export {
  Inconclusive,
  ReapprovalNeeded,
  SuspendStep,
  suspend,
} from './contexts';
export type {
  BaseContext,
  ChildRequest,
  ChildRuns,
  JournalRecord,
  PlanContext,
  Resumption,
  RunContext,
  StepJournal,
  StepLog,
  Suspension,
  UndoPlanContext,
  UndoRunContext,
  WriteRefusal,
} from './contexts';
