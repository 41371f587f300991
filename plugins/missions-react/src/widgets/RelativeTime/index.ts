export { exactTime, formatClock } from './formatTime';
export { RelativeTime } from './RelativeTime';
export type { RelativeTimeProps } from './RelativeTime';
