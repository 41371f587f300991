export { exactTime, formatClock, formatMinute, weekTime } from './formatTime';
export type { TimeOf } from './formatTime';
export { RelativeTime } from './RelativeTime';
export type { RelativeTimeProps } from './RelativeTime';
