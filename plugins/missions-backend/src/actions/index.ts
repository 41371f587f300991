export { approveAction } from './approve';
export { createHttpAction, createHttpCheck } from './http';
export { noopAction } from './noop';
export { runMissionAction } from './run';
export { sleepAction } from './sleep';
