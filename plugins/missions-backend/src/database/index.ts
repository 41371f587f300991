export { DatabaseHealth } from './DatabaseHealth';
export type { DatabaseTrouble } from './DatabaseHealth';
export { poolOf } from './poolOf';
export { databaseUnavailable, unavailableReason } from './unavailable';
