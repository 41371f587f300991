export {
  RunState,
  TargetEvent,
  targetTransitions,
  nextTargetState,
  terminalStates,
  isTerminal,
  waitingForPeople,
} from './targetStates';
export { rollUp, rollUpOrder } from './rollUp';
export {
  StepState,
  StepEvent,
  stepTransitions,
  nextStepState,
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
} from './slotStates';
