export { isTimeZone, localTime, momentsOfDay } from './localTime';
export { scheduleFaults } from './scheduleFaults';
export type { ScheduleFault } from './scheduleFaults';
export { cadenceCron, nextSlot, slotsAfter } from './slots';
export type { Cadence, SlotSchedule } from './slots';
