/**
 * The isomorphic core of Mission Control for Backstage.
 *
 * @packageDocumentation
 */
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
  runStateWords,
  looksAgain,
  rollUp,
  rollUpOrder,
  StepState,
  StepEvent,
  stepTransitions,
  nextStepState,
  openStepStates,
  movingStepStates,
  failedStepStates,
  isStepOver,
  isStepDone,
  ApprovalState,
  ApprovalEvent,
  approvalTransitions,
  nextApprovalState,
  SlotState,
  SlotEvent,
  slotTransitions,
  nextSlotState,
  openSlotStates,
  failedSlotStates,
} from './states';
export * from './text';
export * from './errors';
export * from './schema/openapi';
export * from './permissions';
export * from './canonical';
export * from './plan';
export * from './equality';
export * from './objects';
export * from './format';
export * from './schedule';
export * from './expressions';
export * from './lint';
export * from './describe';
export * from './client';
