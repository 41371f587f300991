export {
  RunState,
  TargetEvent,
  targetTransitions,
  nextTargetState,
  terminalStates,
  isTerminal,
  isWaitingForChoice,
  waitingForPeople,
  unplannedStates,
  closableStates,
  workingStates,
  failureStates,
  isAtRest,
} from './targetStates';
export { runStateWords } from './runStateWords';
export { looksAgain } from './looksAgain';
export { rollUp, rollUpOrder } from './rollUp';
export {
  StepState,
  StepEvent,
  stepTransitions,
  nextStepState,
  openStepStates,
  movingStepStates,
  failedStepStates,
  isStepOver,
  isStepDone,
} from './stepStates';
export {
  ApprovalState,
  ApprovalEvent,
  approvalTransitions,
  nextApprovalState,
} from './approvalStates';
export {
  SlotState,
  SlotEvent,
  slotTransitions,
  nextSlotState,
  openSlotStates,
  failedSlotStates,
} from './slotStates';
