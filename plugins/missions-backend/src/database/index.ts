export { DatabaseHealth } from './DatabaseHealth';
export type { DatabaseTrouble } from './DatabaseHealth';
export { databaseUnavailable, unavailableReason } from './unavailable';
