export { graceMs } from './dueSlots';
export { OrbitTicker } from './OrbitTicker';
export { orbitOutcome, orbitState } from './orbitState';
export type { OrbitFacts, OrbitOutcome, OrbitRunFacts } from './orbitState';
export {
  checkSchedule,
  DEFAULT_HISTORY,
  nextSlotOf,
  startOfSlot,
} from './schedule';
export { orbitRequest, SlotStarter } from './SlotStarter';
export { upcomingSlots } from './upcomingSlots';
