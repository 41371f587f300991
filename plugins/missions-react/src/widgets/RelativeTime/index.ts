export { exactTime, formatClock, formatMinute } from './formatTime';
export { RelativeTime } from './RelativeTime';
export type { RelativeTimeProps } from './RelativeTime';
