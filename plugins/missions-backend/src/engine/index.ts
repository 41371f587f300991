export { defaultRules } from './rules';
export type { EngineRules } from './rules';
export { windowState } from './changeWindows';
export type { ChangeWindow, WindowState, WindowTimes } from './changeWindows';
export { holdOf, placeOf, windowsOf } from './brakes';
export type { BrakedPlace, Freeze, Hold } from './brakes';
export { assignWaves, releaseWaves } from './waves';
export type { WaveTarget } from './waves';
export { isBudgetSpent } from './budget';
export {
  barrierOf,
  rolesOutOfWaves,
  rolesThatAwait,
  rolesUndoneBefore,
  undoBarrier,
} from './barriers';
export type { Barrier } from './barriers';
export { stepOrder, strictOrder } from './stepOrder';
export {
  approvalExpiry,
  approvalPolicyOf,
  automaticRule,
  tallyDecisions,
  voiceOf,
  whyMayNotDecide,
} from './approvalPolicy';
export type { Decider, Delegation } from './approvalPolicy';
export { outcomeSentence } from './outcome';
export { coordinate, isAwaitingPlan, runStateOf } from './coordinate';
export type {
  CoordinatedRun,
  CoordinatedTarget,
  Coordination,
  CoordinationInput,
  OpenApproval,
} from './coordinate';
export { anotherCluster } from './anotherCluster';
export { firstOverlap, touchesOf } from './overlap';
export type { Touch } from './overlap';
export { lookAgainAt } from './lookAgain';
export { decide, waitForApproval } from './decide';
export type { DecidedStep, Decision, StepWait, TargetSnapshot } from './decide';
export { retryAfterMs, silentLimitOf, timeLimitOf } from './retry';
export { deferralReason, deferredEach } from './deferral';
export type { PlannedSoFar } from './deferral';
export { undoName } from './undoName';
export { undoOrder } from './undoOrder';
export type { UndoableRecord, UndoableStep } from './undoOrder';
export { verdictOfChecks, verdictOfOutcome } from './verdictOfChecks';
export type { ProofAnswer, ProofVerdict } from './verdictOfChecks';
