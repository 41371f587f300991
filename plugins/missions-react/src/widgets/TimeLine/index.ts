export { TimeLine } from './TimeLine';
export type { TimeLineProps, TimeMark, TimeRow } from './TimeLine';
