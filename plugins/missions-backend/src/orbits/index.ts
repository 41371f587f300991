export { OrbitTicker, orbitRequest } from './OrbitTicker';
export { orbitOutcome, orbitState } from './orbitState';
export type { OrbitFacts, OrbitOutcome, OrbitRunFacts } from './orbitState';
export {
  checkSchedule,
  DEFAULT_GRACE_SECONDS,
  newestSlot,
  nextSlot,
} from './schedule';
export type { OrbitSchedule } from './schedule';
export { upcomingSlots } from './upcomingSlots';
