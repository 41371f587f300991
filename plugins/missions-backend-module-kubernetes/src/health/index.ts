export { Health } from './Health';
export type { HealthReport, Surroundings } from './Health';
export { healthOf, rollUpHealth } from './healthOf';
export { podsOf } from './workloads';
